/**
 * What is heard and felt of a verdict, so that a volunteer need not look: come in, stop, and look closer differ in
 * pitch, rhythm and number.
 */

/** Hertz and seconds of each tone, and milliseconds of vibration. */
const SIGNALS = {
    welcome: { tones: [[880, 0.09], [1320, 0.16]], vibration: [80] },
    stop: { tones: [[196, 0.28], [196, 0.28]], vibration: [250, 120, 250] },
    look: { tones: [[523, 0.12], [415, 0.12], [523, 0.12]], vibration: [90, 70, 90, 70, 90] },
};

let audio;

/** Makes sound possible; browsers allow it only once somebody has touched the page. */
export function unlockSound() {
    audio ??= new AudioContext();
    if (audio.state === "suspended") void audio.resume();
}

/** Gives a signal: `welcome`, `stop` or `look`. */
export function give(name, { isMuted }) {
    const { tones, vibration } = SIGNALS[name];
    navigator.vibrate?.(vibration);
    if (isMuted || audio?.state !== "running") return;
    let start = audio.currentTime;
    for (const [frequency, length] of tones) {
        const tone = audio.createOscillator();
        const volume = audio.createGain();
        tone.frequency.value = frequency;
        tone.type = name === "stop" ? "square" : "sine";
        volume.gain.setValueAtTime(0.0001, start);
        volume.gain.exponentialRampToValueAtTime(0.4, start + 0.01);
        volume.gain.exponentialRampToValueAtTime(0.0001, start + length);
        tone.connect(volume).connect(audio.destination);
        tone.start(start);
        tone.stop(start + length);
        start += length + 0.03;
    }
}
