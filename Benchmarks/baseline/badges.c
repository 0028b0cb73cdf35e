/*
 * The badges of Netdev 0.1, drawn by a plain C program: what BadgeRenderer is measured against.
 *
 * usage: badges FONTS.CONF TEMPLATE.SVG PEOPLE.TSV OUT.PDF single|letter-6up      (from the root of the repository)
 *
 * It draws the same pages with the same libraries, fonts, artwork, texts and credentials, and does nothing else: no
 * cleaning of names, no preflight, no look at what a template says; boxes, sizes and colours are written down here.
 * Benchmarks/badges/run builds it and compares the pixels.
 */
#include <cairo-pdf.h>
#include <errno.h>
#include <fontconfig/fontconfig.h>
#include <librsvg/rsvg.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

enum { LINES_MAX = 3, DAYS = 4, CATEGORIES = 4, PEOPLE_MAX = 100000, COPIES = 6, QUIET = 4 };
static const double WIDTH = 288, HEIGHT = 216;

static void die(const char *what)
{
    fprintf(stderr, "badges: %s\n", what);
    exit(1);
}

/* ---- what the template says ---- */

typedef struct { double red, green, blue; } Color;
#define HEX(c) { ((c) >> 16 & 255) / 255.0, ((c) >> 8 & 255) / 255.0, ((c) & 255) / 255.0 }
static const Color white = { 1, 1, 1 };

static const struct { const char *label; Color color, on, ink; const char *fill; } categories[CATEGORIES] = {
    { "ATTENDEE", HEX(0x1f4e79), { 1, 1, 1 }, HEX(0x1f4e79), "#1f4e79" },
    { "ORGANIZING COMMITTEE", HEX(0xd4a017), { 0.07, 0.07, 0.09 }, HEX(0x947010), "#d4a017" },
    { "VOLUNTEER", HEX(0xc62828), { 1, 1, 1 }, HEX(0xc62828), "#c62828" },
    { "SPEAKER", HEX(0x2e7d32), { 1, 1, 1 }, HEX(0x2e7d32), "#2e7d32" },
};
static const char *day_labels[DAYS] = { "Sat 14", "Sun 15", "Mon 16", "Tue 17" };

typedef struct {
    double x, y, width, height;
    const char *families;
    PangoWeight weight;
    double size_max, size_min;
    int lines_max;
    double leading, tracking;
    int centered;
    PangoFontDescription *description;
} Field;

#define SANS "sans-serif"
#define BOLD PANGO_WEIGHT_BOLD
#define PLAIN PANGO_WEIGHT_NORMAL
static Field event_name = { 16, 14, 90, 22, SANS, BOLD, 16, 8, 2, 1.1, 0, 0, NULL };
static Field event_dates = { 115, 15, 76, 9, SANS, PLAIN, 8, 5.5, 1, 1.1, 0, 0, NULL };
static Field event_venue = { 115, 26, 76, 9, SANS, PLAIN, 8, 5.5, 1, 1.1, 0, 0, NULL };
static Field name = { 16, 49, 256, 57, SANS, BOLD, 48, 12, 3, 1.05, 0, 0, NULL };
static Field affiliation = { 16, 112, 256, 18, SANS, PLAIN, 16, 8, 2, 1.1, 0, 0, NULL };
static Field category_label = { 16, 145, 180, 21, SANS, BOLD, 20, 10, 1, 1.1, 0.03, 0, NULL };
static Field day = { 0, 0, 0, 0, SANS, BOLD, 9.5, 6, 1, 1.1, 0, 1, NULL };
static Field code = { 16, 198, 180, 12, "Noto Sans Mono,sans-serif", PLAIN, 11, 8, 1, 1.1, 0, 0, NULL };

/* ---- texts ---- */

static PangoFontMap *font_map;
static PangoContext *context;

static void load_fonts(const char *file)
{
    FcConfig *config = FcConfigCreate();
    if (!FcConfigParseAndLoad(config, (const FcChar8 *)file, FcTrue) || !FcConfigBuildFonts(config)) die("no fonts");
    font_map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(font_map), config);
    pango_cairo_font_map_set_default(PANGO_CAIRO_FONT_MAP(font_map));
    context = pango_font_map_create_context(font_map);

    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_language(context, pango_language_from_string("und"));
}

typedef struct {
    int count;
    struct { int number; double ink_x, ink_width, baseline; } lines[LINES_MAX];
    double width, height;
    int wrap_width;
} Arrangement;

static void arrange(PangoLayout *layout, const Field *field, double width, Arrangement *result)
{
    memset(result, 0, sizeof *result);
    result->wrap_width = width < 0 ? -1 : (int)ceil(width * PANGO_SCALE) + 1;
    pango_layout_set_width(layout, result->wrap_width);
    double depth = 0, baseline = 0;
    int count = pango_layout_get_line_count(layout);
    result->count = 0;
    if (count > LINES_MAX) {
        result->count = count;
        return;
    }
    for (int number = 0; number < count; number++) {
        PangoRectangle ink;
        pango_layout_line_get_extents(pango_layout_get_line_readonly(layout, number), &ink, NULL);
        if (ink.width <= 0 || ink.height <= 0) continue;
        double ascent = -(double)ink.y / PANGO_SCALE, descent = (double)(ink.y + ink.height) / PANGO_SCALE;
        if (result->count == 0)
            baseline = ascent;
        else
            baseline += fmax(field->leading * field->size_max, depth + ascent + 0.06 * field->size_max);
        depth = descent;
        int index = result->count++;
        result->lines[index].number = number;
        result->lines[index].ink_x = (double)ink.x / PANGO_SCALE;
        result->lines[index].ink_width = (double)ink.width / PANGO_SCALE;
        result->lines[index].baseline = baseline;
        result->width = fmax(result->width, result->lines[index].ink_width);
        result->height = baseline + descent;
    }
}

static double scale_into(const Arrangement *arrangement, const Field *field)
{
    return fmin(1, fmin(field->width / arrangement->width, field->height / arrangement->height));
}

/* The least width that takes the text in so many lines, so that they are even. */
static double narrowest(PangoLayout *layout, const char *text, int lines)
{
    static double width[1024], space[1024];
    static double advance[4096];
    size_t length = strlen(text);
    if (length >= 4096) die("a text too long");
    memset(advance, 0, (length + 1) * sizeof *advance);
    pango_layout_set_width(layout, -1);
    PangoLayoutIter *iterator = pango_layout_get_iter(layout);
    do {
        PangoRectangle extents;
        pango_layout_iter_get_cluster_extents(iterator, NULL, &extents);
        advance[pango_layout_iter_get_index(iterator)] += (double)extents.width / PANGO_SCALE;
    } while (pango_layout_iter_next_cluster(iterator));
    pango_layout_iter_free(iterator);

    int attributes_count, count = 1;
    const PangoLogAttr *attributes = pango_layout_get_log_attrs_readonly(layout, &attributes_count);
    width[0] = space[0] = 0;
    int index = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p), index++) {
        if (index > 0 && attributes[index].is_line_break && count < 1024) {
            width[count] = space[count] = 0;
            count++;
        }
        double total = 0;
        for (const char *q = p; q < g_utf8_next_char(p); q++) total += advance[q - text];
        if (attributes[index].is_white) {
            space[count - 1] += total;
        } else {
            width[count - 1] += space[count - 1] + total;
            space[count - 1] = 0;
        }
    }
    if (lines > count) return -1;
    double low = 0, high = 0;
    for (int i = 0; i < count; i++) {
        low = fmax(low, width[i]);
        high += width[i] + space[i];
    }
    while (high - low > 0.05) {
        double middle = (low + high) / 2, used = 0;
        int needed = 1;
        for (int i = 0; i < count; i++) {
            if (used > 0 && used + width[i] > middle) {
                needed++;
                used = 0;
            }
            used += width[i] + space[i];
        }
        if (needed <= lines) high = middle; else low = middle;
    }
    return high;
}

static const char *language_of(const char *text)
{
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if ((c >= 0x3040 && c <= 0x30FF)) return "ja";
        if ((c >= 0x1100 && c <= 0x11FF) || (c >= 0xAC00 && c <= 0xD7FF)) return "ko";
    }
    return "und";
}

static void draw_text(cairo_t *cairo, const char *text, Field *field, Color color)
{
    if (!field->description) {
        field->description = pango_font_description_new();
        pango_font_description_set_family(field->description, field->families);
        pango_font_description_set_weight(field->description, field->weight);
        pango_font_description_set_absolute_size(field->description, field->size_max * PANGO_SCALE);
    }
    PangoLayout *layout = pango_layout_new(context);
    pango_layout_set_font_description(layout, field->description);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
    PangoAttrList *attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_language_new(pango_language_from_string(language_of(text))));
    if (field->tracking != 0)
        pango_attr_list_insert(
            attributes, pango_attr_letter_spacing_new((int)round(field->tracking * field->size_max * PANGO_SCALE)));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_text(layout, text, (int)strlen(text));

    Arrangement best, broken;
    arrange(layout, field, -1, &best);
    double scale = best.count ? scale_into(&best, field) : 1;
    if (scale < 1) {
        for (int lines = 2; lines <= field->lines_max && best.width > field->width; lines++) {
            double width = narrowest(layout, text, lines);
            if (width < 0) break;
            arrange(layout, field, width, &broken);
            if (broken.count <= lines && scale_into(&broken, field) > scale_into(&best, field) * 1.08) best = broken;
        }
        scale = floor(scale_into(&best, field) * field->size_max * 8) / 8 / field->size_max;
        if (scale < field->size_min / field->size_max) die("a text too long for its box");
        pango_layout_set_width(layout, best.wrap_width);
    }

    double top = (field->height - best.height * scale) / 2;
    cairo_save(cairo);
    cairo_set_source_rgb(cairo, color.red, color.green, color.blue);
    cairo_translate(cairo, field->x, field->y);
    cairo_scale(cairo, scale, scale);
    for (int i = 0; i < best.count; i++) {
        double left = field->centered ? (field->width / scale - best.lines[i].ink_width) / 2 : 0;
        cairo_move_to(cairo, left - best.lines[i].ink_x, top / scale + best.lines[i].baseline);
        pango_cairo_show_layout_line(cairo, pango_layout_get_line_readonly(layout, best.lines[i].number));
    }
    cairo_restore(cairo);
    g_object_unref(layout);
}

/* ---- what badges share ---- */

static char *template_text;
static gsize template_length;

static cairo_surface_t *new_recording(void)
{
    cairo_rectangle_t extents = { 0, 0, WIDTH, HEIGHT };
    return cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents);
}

static cairo_surface_t *record_artwork(int category, int dot)
{
    char css[1024];
    snprintf(
        css, sizeof css, "#fields{display:none!important}\n%s.category-fill{fill:%s!important}",
        dot ? "" : ".green-dot{display:none!important}\n", categories[category].fill);
    RsvgHandle *handle = rsvg_handle_new_from_data((const guint8 *)template_text, template_length, NULL);
    if (!handle || !rsvg_handle_set_stylesheet(handle, (const guint8 *)css, strlen(css), NULL)) die("no template");
    rsvg_handle_set_dpi(handle, 96);
    cairo_surface_t *surface = new_recording();
    cairo_t *cairo = cairo_create(surface);
    RsvgRectangle viewport = { 0, 0, WIDTH, HEIGHT };
    if (!rsvg_handle_render_document(handle, cairo, &viewport, NULL)) die("the template cannot be drawn");
    cairo_destroy(cairo);
    g_object_unref(handle);
    return surface;
}

static void rounded(cairo_t *cairo, double x, double y, double width, double height, double radius)
{
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, x + width - radius, y + radius, radius, -M_PI / 2, 0);
    cairo_arc(cairo, x + width - radius, y + height - radius, radius, 0, M_PI / 2);
    cairo_arc(cairo, x + radius, y + height - radius, radius, M_PI / 2, M_PI);
    cairo_arc(cairo, x + radius, y + radius, radius, M_PI, 3 * M_PI / 2);
    cairo_close_path(cairo);
}

static cairo_surface_t *record_shared(int category, int days)
{
    cairo_surface_t *surface = new_recording();
    cairo_t *cairo = cairo_create(surface);
    draw_text(cairo, "Netdev 0.1", &event_name, categories[category].ink);
    draw_text(cairo, "14–17 February 2015", &event_dates, (Color)HEX(0x4a525e));
    draw_text(cairo, "Ottawa, Canada", &event_venue, (Color)HEX(0x4a525e));
    draw_text(cairo, categories[category].label, &category_label, categories[category].on);
    const double height = 18, gap = height * 0.2, width = (180 - gap * (DAYS - 1)) / DAYS, radius = height * 0.22;
    const Color dark = { 0.07, 0.07, 0.09 };
    for (int number = 0; number < DAYS; number++) {
        double x = 16 + number * (width + gap), y = 174;
        cairo_set_source_rgb(cairo, categories[category].on.red, categories[category].on.green, categories[category].on.blue);
        if (days >> number & 1) {
            rounded(cairo, x, y, width, height, radius);
            cairo_fill(cairo);
            const double margin = height * 0.16;
            day.x = x + margin, day.y = y + margin, day.width = width - 2 * margin, day.height = height - 2 * margin;
            draw_text(cairo, day_labels[number], &day, categories[category].on.red == 1 ? dark : white);
        } else {
            cairo_set_line_width(cairo, 0.8);
            rounded(cairo, x + 0.4, y + 0.4, width - 0.8, height - 0.8, radius);
            cairo_stroke(cairo);
        }
    }
    cairo_destroy(cairo);
    return surface;
}

/* The n-th badge of a page has the n-th copy: cairo 1.16 would list one recording twice in a page's resources. */
static cairo_surface_t *artworks[CATEGORIES][2][COPIES], *shared[CATEGORIES][1 << DAYS][COPIES];
static int artworks_used[CATEGORIES][2], shared_used[CATEGORIES][1 << DAYS];

static void draw_code(cairo_t *cairo, const char *text)
{
    QRcode *qr = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    if (!qr) die("a credential that is no QR code");
    int side = qr->width;
    cairo_surface_t *mask = cairo_image_surface_create(CAIRO_FORMAT_A1, side, side);
    unsigned char *rows = cairo_image_surface_get_data(mask);
    int stride = cairo_image_surface_get_stride(mask);
    for (int y = 0; y < side; y++)
        for (int x = 0; x < side; x++)
            if (qr->data[y * side + x] & 1) ((guint32 *)(rows + y * stride))[x / 32] |= 1u << x % 32;
    cairo_surface_mark_dirty(mask);
    QRcode_free(qr);

    const double x = 207, y = 141, box = 70, module = box / (side + 2 * QUIET), inner = module * side;
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_rectangle(cairo, x, y, box, box);
    cairo_fill(cairo);
    cairo_pattern_t *pattern = cairo_pattern_create_for_surface(mask);
    cairo_matrix_t matrix;
    cairo_matrix_init_scale(&matrix, side / inner, side / inner);
    cairo_matrix_translate(&matrix, -(x + module * QUIET), -(y + module * QUIET));
    cairo_pattern_set_matrix(pattern, &matrix);
    cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_mask(cairo, pattern);
    cairo_pattern_destroy(pattern);
    cairo_surface_destroy(mask);
}

/* ---- people and pages ---- */

typedef struct { int category, days, dot; char *code, *credential, *name, *affiliation; } Person;
static Person people[PEOPLE_MAX];
static int people_count;

static void read_people(const char *file)
{
    char *text, *line, *rest;
    gsize length;
    if (!g_file_get_contents(file, &text, &length, NULL)) die("no people");
    for (rest = text; (line = strsep(&rest, "\n")) && *line;) {
        if (people_count == PEOPLE_MAX) die("too many people");
        Person *person = &people[people_count++];
        person->category = atoi(strsep(&line, "\t"));
        person->days = atoi(strsep(&line, "\t"));
        person->dot = atoi(strsep(&line, "\t"));
        person->code = strsep(&line, "\t");
        person->credential = strsep(&line, "\t");
        person->name = strsep(&line, "\t");
        person->affiliation = line;
        if (!line) die("a row that is none");
    }
}

static void draw_badge(cairo_t *cairo, const Person *person, double x, double y)
{
    int copy = artworks_used[person->category][person->dot]++;
    cairo_surface_t **artwork = &artworks[person->category][person->dot][copy];
    if (!*artwork) *artwork = record_artwork(person->category, person->dot);
    cairo_set_source_surface(cairo, *artwork, x, y);
    cairo_paint(cairo);
    copy = shared_used[person->category][person->days]++;
    cairo_surface_t **fields = &shared[person->category][person->days][copy];
    if (!*fields) *fields = record_shared(person->category, person->days);
    cairo_set_source_surface(cairo, *fields, x, y);
    cairo_paint(cairo);

    cairo_save(cairo);
    cairo_translate(cairo, x, y);
    draw_text(cairo, person->name, &name, (Color)HEX(0x111318));
    draw_text(cairo, person->affiliation, &affiliation, (Color)HEX(0x3d4550));
    draw_text(cairo, person->code, &code, categories[person->category].on);
    draw_code(cairo, person->credential);
    cairo_restore(cairo);
}

static void draw(const char *file, const Person *of, int count, int is_sheet)
{
    cairo_surface_t *surface = cairo_pdf_surface_create(file, 1, 1);
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, "Netdev 0.1 badges");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2015-02-14T08:00:00Z");
    int per_page = is_sheet ? 6 : 1;
    for (int first = 0; first < count; first += per_page) {
        cairo_pdf_surface_set_size(surface, is_sheet ? 612 : WIDTH, is_sheet ? 792 : HEIGHT);
        cairo_t *cairo = cairo_create(surface);
        memset(artworks_used, 0, sizeof artworks_used);
        memset(shared_used, 0, sizeof shared_used);
        for (int label = 0; label < per_page && first + label < count; label++)
            draw_badge(
                cairo, &of[first + label], is_sheet ? 18 + label % 2 * WIDTH : 0, is_sheet ? 72 + label / 2 * HEIGHT : 0);
        cairo_show_page(cairo);
        cairo_destroy(cairo);
    }
    cairo_surface_finish(surface);
    if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) die("cairo failed");
    cairo_surface_destroy(surface);
}

static double cpu_seconds(const struct rusage *usage)
{
    return usage->ru_utime.tv_sec + usage->ru_stime.tv_sec + (usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1e6;
}

int main(int count, char **arguments)
{
    if (count != 6) die("FONTS.CONF TEMPLATE.SVG PEOPLE.TSV OUT.PDF single|letter-6up");
    if (!g_file_get_contents(arguments[2], &template_text, &template_length, NULL)) die("no template");
    load_fonts(arguments[1]);
    read_people(arguments[3]);
    int is_sheet = strcmp(arguments[5], "letter-6up") == 0;
    draw("/dev/null", people, 1, 0);

    struct rusage before, after;
    struct timespec start, end;
    struct stat status;
    getrusage(RUSAGE_SELF, &before);
    clock_gettime(CLOCK_MONOTONIC, &start);
    draw(arguments[4], people, people_count, is_sheet);
    clock_gettime(CLOCK_MONOTONIC, &end);
    getrusage(RUSAGE_SELF, &after);
    if (stat(arguments[4], &status) != 0) die("no file");
    printf(
        "badges %d cpu_s %.3f wall_s %.3f bytes %lld peak_kib %ld\n", people_count,
        cpu_seconds(&after) - cpu_seconds(&before),
        (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9, (long long)status.st_size,
        after.ru_maxrss);
    return 0;
}
