/**
 * Reads QR codes from the phone's camera, on the phone: by the browser's own detector where it knows QR codes, else by
 * zbar as WebAssembly, else by the server, which decodes a picture and forgets it.
 */

import { LOOKS, part, sharpen, stretch } from "./camera-looks.js";
import { request } from "./server.js";

/** Milliseconds from one look to the next. */
const PAUSE = 100;
/** Milliseconds from one picture to the next where the server decodes. */
const SERVER_PAUSE = 400;

/** Each decoder takes a canvas and how to sharpen it, and answers with the text of a QR code on it, or null. */
async function nativeDecoder() {
    const formats = (await globalThis.BarcodeDetector?.getSupportedFormats?.()) ?? [];
    if (!formats.includes("qr_code")) return null;
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (canvas) => (await detector.detect(canvas))[0]?.rawValue ?? null;
}

/** Writes what a canvas shows as grey bytes, 0 black and 255 white: Rec. 601 luma, in 256ths. */
function drawGrey(canvas, grey, sharpness) {
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d", { willReadFrequently: true }).getImageData(0, 0, width, height);
    for (let pixel = 0, at = 0; pixel < grey.length; pixel++, at += 4) {
        grey[pixel] = (data[at] * 77 + data[at + 1] * 150 + data[at + 2] * 29) >> 8;
    }
    stretch(grey);
    if (sharpness) sharpen(grey, width, height, sharpness);
}

/** @param address of `qr-decoder.wasm`, which `scripts/build-qr-decoder` makes */
async function zbarDecoder(address) {
    const response = await request(address);
    if (!response.ok) return null;
    const module = await WebAssembly.compile(await response.arrayBuffer());
    // What the C library would ask of a system: there is no file, and no time.
    const nothing = Object.fromEntries(WebAssembly.Module.imports(module).map(({ name }) => [name, () => 8]));
    const { exports } = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: nothing });
    exports.__wasm_call_ctors();
    return async (canvas, sharpness) => {
        const place = exports.frame(canvas.width, canvas.height);
        if (place === 0) return null;
        // The memory moves when it grows: it is asked for anew each time.
        drawGrey(canvas, new Uint8Array(exports.memory.buffer, place, canvas.width * canvas.height), sharpness);
        const length = exports.decode();
        if (length === 0) return null;
        return new TextDecoder().decode(new Uint8Array(exports.memory.buffer, exports.text(), length));
    };
}

function serverDecoder(server) {
    let next = 0;
    return async (canvas, sharpness) => {
        if (performance.now() < next) return null;
        next = performance.now() + SERVER_PAUSE;
        const { width, height } = canvas;
        const grey = new Uint8Array(width * height);
        drawGrey(canvas, grey, sharpness);
        return server.decode({ grey, width, height });
    };
}

/** The best decoder that this phone can have. */
async function decoder(address, server) {
    const own = await nativeDecoder().catch(() => null);
    return own ?? (await zbarDecoder(address).catch(() => null)) ?? serverDecoder(server);
}

export class Camera {
    #video;
    #stream = null;
    #canvas = document.createElement("canvas");
    #decode = null;
    #decoder;
    #seen;
    #turn = 0;

    /**
     * @param video where the picture is shown
     * @param seen is called with each text, again and again while the code is in the picture
     */
    constructor(video, { decoderAddress, server, seen }) {
        this.#video = video;
        this.#seen = seen;
        this.#decoder = () => decoder(decoderAddress, server);
    }

    get isOn() {
        return this.#stream !== null;
    }

    /** Throws a `DOMException` where there is no camera, or nobody allows it. */
    async start() {
        if (this.isOn) return;
        this.#stream = await navigator.mediaDevices.getUserMedia({
            audio: false,
            video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
        });
        this.#video.srcObject = this.#stream;
        await this.#video.play();
        this.#decode ??= this.#decoder();
        void this.#look(++this.#turn);
    }

    stop() {
        this.#turn++;
        for (const track of this.#stream?.getTracks() ?? []) track.stop();
        this.#stream = null;
        this.#video.srcObject = null;
    }

    /** Whether the camera has a light that can be turned on. */
    get hasTorch() {
        return Boolean(this.#track?.getCapabilities?.().torch);
    }

    async setTorch(isOn) {
        await this.#track?.applyConstraints({ advanced: [{ torch: isOn }] });
    }

    get #track() {
        return this.#stream?.getVideoTracks()[0];
    }

    async #look(turn) {
        const decode = await this.#decode;
        const context = this.#canvas.getContext("2d", { willReadFrequently: true });
        let look = 0;
        while (turn === this.#turn) {
            const { videoWidth: width, videoHeight: height } = this.#video;
            if (width > 0 && !document.hidden) {
                look = (look + 1) % LOOKS.length;
                const piece = part(LOOKS[look], width, height);
                this.#canvas.width = piece.toWidth;
                this.#canvas.height = piece.toHeight;
                // A canvas of another size forgets it.
                context.imageSmoothingQuality = "high";
                context.drawImage(
                    this.#video,
                    piece.x,
                    piece.y,
                    piece.width,
                    piece.height,
                    0,
                    0,
                    piece.toWidth,
                    piece.toHeight,
                );
                const text = await decode(this.#canvas, LOOKS[look].sharpness).catch(() => null);
                if (text && turn === this.#turn) this.#seen(text);
            }
            await new Promise((resolve) => setTimeout(resolve, PAUSE));
        }
    }
}
