/**
 * What of a camera's picture is decoded, and how it is made readable. Benchmarks/pages/camera.py measures how far it reaches.
 *
 * In turns: the square within the aiming frame as sharp as the camera has it; the whole picture, for a badge at its edge; and
 * between them squares of it enlarged and sharpened, in the middle and at both sides, for a badge that is far away or out of
 * focus, whose modules would be too small and too soft for the decoder.
 */
const NEAR = { ofSide: 1, most: 720, least: 0, place: 0.5, sharpness: null };
const WHOLE = { ...NEAR, isWhole: true, most: 1280 };
const FAR = { ...NEAR, ofSide: 0.712, most: 1024, least: 1024, sharpness: { around: 3, amount: 4 } };
const FARTHEST = { ...FAR, ofSide: 0.475, sharpness: { around: 5, amount: 3 } };
export const LOOKS = [NEAR, FAR, WHOLE, { ...FAR, place: 0 }, NEAR, FARTHEST, WHOLE, { ...FAR, place: 1 }];

/** Where a look takes its piece from a picture of that size, and how large it becomes. */
export function part({ ofSide, isWhole, most, least, place }, width, height) {
    const side = Math.min(width, height) * ofSide;
    const [w, h] = isWhole ? [width, height] : [side, side];
    const longer = Math.max(w, h);
    const scale = Math.min(most, Math.max(least, longer)) / longer;
    // From one end of the longer side to the other, in the middle of the shorter one.
    const [across, down] = width >= height ? [place, 0.5] : [0.5, place];
    return {
        x: (width - w) * across,
        y: (height - h) * down,
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

/**
 * Brings out what is soft, in place: each pixel moves away from the mean of those around it.
 *
 * @param sharpness over how many pixels to each side the mean is taken, and how many times the difference is added
 */
export function sharpen(grey, width, height, { around, amount }) {
    const count = 2 * around + 1;
    // The sums of rows; then, row by row, those of columns.
    const rows = new Uint16Array(grey.length);
    for (let y = 0, at = 0; y < height; y++, at += width) {
        let sum = grey[at] * (around + 1);
        for (let x = 1; x <= around; x++) sum += grey[at + Math.min(x, width - 1)];
        for (let x = 0; x < width; x++) {
            rows[at + x] = sum;
            sum += grey[at + Math.min(x + around + 1, width - 1)] - grey[at + Math.max(x - around, 0)];
        }
    }
    const sums = new Uint32Array(width);
    const row = (y) => Math.min(Math.max(y, 0), height - 1) * width;
    for (let y = -around; y <= around; y++) for (let x = 0, at = row(y); x < width; x++) sums[x] += rows[at + x];
    for (let y = 0; y < height; y++) {
        const [here, next, last] = [y * width, row(y + around + 1), row(y - around)];
        for (let x = 0; x < width; x++) {
            const value = grey[here + x];
            const sharper = value + amount * (value - sums[x] / (count * count));
            grey[here + x] = Math.min(255, Math.max(0, sharper));
            sums[x] += rows[next + x] - rows[last + x];
        }
    }
}
