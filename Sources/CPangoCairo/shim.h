#pragma once

#include <cairo.h>
#include <cairo-ft.h>
#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <malloc.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-font.h>
#include <pango/pangofc-fontmap.h>
#include <pango/pangoft2.h>

/* GObject's cast macros do not reach Swift; these do what they would. */

static inline void lanyard_font_map_set_config(PangoFontMap *map, FcConfig *config) {
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config);
}

static inline FcConfig *lanyard_font_map_get_config(PangoFontMap *map) {
    return pango_fc_font_map_get_config(PANGO_FC_FONT_MAP(map));
}

static inline void lanyard_font_map_set_default(PangoFontMap *map) {
    pango_cairo_font_map_set_default(PANGO_CAIRO_FONT_MAP(map));
}

static inline void lanyard_font_map_set_resolution(PangoFontMap *map, double dots_per_inch) {
    pango_ft2_font_map_set_resolution(PANGO_FT2_FONT_MAP(map), dots_per_inch, dots_per_inch);
}

/* Pango 1.50 asks the process's current configuration about fonts on FreeType, whichever the map has, and this afterwards. */
static inline void lanyard_substitute(FcPattern *pattern, gpointer map) {
    FcConfigSubstitute(pango_fc_font_map_get_config(PANGO_FC_FONT_MAP(map)), pattern, FcMatchPattern);
    cairo_ft_font_options_substitute(g_object_get_data(G_OBJECT(map), "lanyard-options"), pattern);
}

/* The options are read for every font that is chosen, so they must live as long as the map. */
static inline void lanyard_font_map_set_options(PangoFontMap *map, cairo_font_options_t *options) {
    g_object_set_data(G_OBJECT(map), "lanyard-options", options);
    pango_ft2_font_map_set_default_substitute(PANGO_FT2_FONT_MAP(map), lanyard_substitute, map, NULL);
}

static inline FcPattern *lanyard_font_get_pattern(PangoFont *font) {
    return pango_fc_font_get_pattern(PANGO_FC_FONT(font));
}

static inline void lanyard_object_release(void *object) {
    g_object_unref(object);
}

static inline int lanyard_glyph_is_unknown(PangoGlyph glyph) {
    return (glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0 && glyph != PANGO_GLYPH_INVALID_INPUT;
}

static inline int lanyard_glyph_is_drawn(PangoGlyph glyph) {
    return glyph != PANGO_GLYPH_EMPTY && (glyph & PANGO_GLYPH_UNKNOWN_FLAG) == 0;
}

/* PangoLogAttr is a struct of one-bit fields. */
static inline int lanyard_attr_is_break(const PangoLogAttr *attr, PangoWrapMode wrap) {
    return wrap == PANGO_WRAP_WORD ? attr->is_line_break : attr->is_char_break;
}

static inline int lanyard_attr_is_white(const PangoLogAttr *attr) {
    return attr->is_white;
}

/* By itself the C library learns from the first large piece to keep all that are as large, up to 32 MB each ("mallopt(3)"). */
static inline void lanyard_return_pieces_from(int bytes) {
    mallopt(M_MMAP_THRESHOLD, bytes);
}
