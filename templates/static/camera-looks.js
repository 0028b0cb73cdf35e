/**
 * What of a camera's picture is decoded, and how it is made readable. Benchmarks/pages/camera.py measures how far it reaches.
 *
 * In turns: the square within the aiming frame as sharp as the camera has it; the whole picture, for a badge at its edge; and the
 * middle enlarged, for a badge that is far away, whose modules would be too small for the decoder.
 */
export const LOOKS = [
    { ofHeight: 1, isSquare: true, most: 720, least: 0 },
    { ofHeight: 1, isSquare: false, most: 1280, least: 0 },
    { ofHeight: 0.6, isSquare: true, most: 864, least: 864 },
];

/** Where a look takes its piece from a picture of that size, and how large it becomes. */
export function part({ ofHeight, isSquare, most, least }, width, height) {
    const side = Math.min(width, height) * ofHeight;
    const [w, h] = isSquare ? [side, side] : [width, height];
    const longer = Math.max(w, h);
    const scale = Math.min(most, Math.max(least, longer)) / longer;
    return {
        x: (width - w) / 2,
        y: (height - h) / 2,
        width: w,
        height: h,
        toWidth: Math.round(w * scale),
        toHeight: Math.round(h * scale),
    };
}

/** How many of a thousand pixels may lie beyond the darkest and the brightest that count. */
const BEYOND = 10;
/** Between which the greys of a picture in good light lie at least. */
const ENOUGH = 120;

/** Spreads the greys of a dark picture, in place: the decoder looks for edges, and there are none between 3 and 12. */
export function stretch(grey) {
    const counts = new Uint32Array(256);
    for (const value of grey) counts[value]++;
    const beyond = (grey.length * BEYOND) / 1000;
    let [dark, bright] = [0, 255];
    for (let sum = counts[0]; sum < beyond && dark < 255; sum += counts[dark]) dark++;
    for (let sum = counts[255]; sum < beyond && bright > 0; sum += counts[bright]) bright--;
    if (bright <= dark || bright - dark >= ENOUGH) return;
    const table = new Uint8Array(256);
    for (let value = 0; value < 256; value++) {
        table[value] = Math.min(255, Math.max(0, ((value - dark) * 255) / (bright - dark)));
    }
    for (let pixel = 0; pixel < grey.length; pixel++) grey[pixel] = table[grey[pixel]];
}
