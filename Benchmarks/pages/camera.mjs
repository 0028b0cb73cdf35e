// Decodes frames as the door's page does: each look of camera-looks.js in turn, until one reads a badge.
// usage: node Benchmarks/pages/camera.mjs FRAMES.json     (of camera.py); prints a JSON list of true and false
import { readFile } from "node:fs/promises";

// Node treats a .js file as a module only if a package says so; a page needs no package.
const looks = await readFile(new URL("../../templates/static/camera-looks.js", import.meta.url), "base64");
const { LOOKS, part, sharpen, stretch } = await import(`data:text/javascript;base64,${looks}`);

const { size, frames } = JSON.parse(await readFile(process.argv[2], "utf8"));
const address = new URL("../../templates/static/built/qr-decoder.wasm", import.meta.url);
const module = await WebAssembly.compile(await readFile(address));
const nothing = Object.fromEntries(WebAssembly.Module.imports(module).map(({ name }) => [name, () => 8]));
const { exports } = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: nothing });
exports.__wasm_call_ctors();

/** As a browser scales: between the four nearest pixels, and by their mean where it shrinks. */
function scaled(grey, { x, y, width, height, toWidth, toHeight }) {
    const picture = new Uint8Array(toWidth * toHeight);
    const shrink = Math.max(1, Math.round(width / toWidth));
    const at = (column, row) =>
        grey[Math.min(size[1] - 1, Math.max(0, row)) * size[0] + Math.min(size[0] - 1, Math.max(0, column))];
    for (let row = 0; row < toHeight; row++) {
        for (let column = 0; column < toWidth; column++) {
            const [left, top] = [x + ((column + 0.5) * width) / toWidth - 0.5, y + ((row + 0.5) * height) / toHeight - 0.5];
            let sum = 0;
            for (let i = 0; i < shrink; i++) {
                for (let j = 0; j < shrink; j++) {
                    const [u, v] = [left + i - (shrink - 1) / 2, top + j - (shrink - 1) / 2];
                    const [c, r] = [Math.floor(u), Math.floor(v)];
                    const [s, t] = [u - c, v - r];
                    sum +=
                        (at(c, r) * (1 - s) + at(c + 1, r) * s) * (1 - t) +
                        (at(c, r + 1) * (1 - s) + at(c + 1, r + 1) * s) * t;
                }
            }
            picture[row * toWidth + column] = sum / (shrink * shrink);
        }
    }
    return picture;
}

function reads(grey) {
    return LOOKS.some((look) => {
        const piece = part(look, ...size);
        const picture = scaled(grey, piece);
        stretch(picture);
        if (look.sharpness) sharpen(picture, piece.toWidth, piece.toHeight, look.sharpness);
        const place = exports.frame(piece.toWidth, piece.toHeight);
        new Uint8Array(exports.memory.buffer, place, picture.length).set(picture);
        return exports.decode() > 0;
    });
}

const results = [];
for (const { file } of frames) results.push(reads(new Uint8Array(await readFile(file))));
console.log(JSON.stringify(results));
