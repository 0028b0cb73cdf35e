#pragma once

#include <cairo.h>
#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

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

static inline void lanyard_object_release(void *object) {
    g_object_unref(object);
}

static inline int lanyard_glyph_is_unknown(PangoGlyph glyph) {
    return (glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0 && glyph != PANGO_GLYPH_INVALID_INPUT;
}

/* PangoLogAttr is a struct of one-bit fields. */
static inline int lanyard_attr_is_break(const PangoLogAttr *attr, PangoWrapMode wrap) {
    return wrap == PANGO_WRAP_WORD ? attr->is_line_break : attr->is_char_break;
}

static inline int lanyard_attr_is_white(const PangoLogAttr *attr) {
    return attr->is_white;
}
