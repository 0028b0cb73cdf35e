/**
 * What is heard and felt of a verdict, so that a volunteer need not look. Come in, stop and look closer differ in pitch,
 * rhythm and number; what follows tells the verdicts of one kind apart, by short and long as in Morse's code.
 */

/** Hertz and seconds of each tone, and milliseconds of vibration and of the pauses between. */
const KINDS = {
    welcome: {
        tones: [
            [880, 0.09],
            [1320, 0.16],
        ],
        vibration: [80],
        wave: "sine",
    },
    goodbye: {
        tones: [
            [1320, 0.09],
            [880, 0.16],
        ],
        vibration: [80, 60, 40],
        wave: "sine",
    },
    stop: {
        tones: [
            [196, 0.28],
            [196, 0.28],
        ],
        vibration: [250, 120, 250],
        wave: "square",
    },
    look: {
        tones: [
            [523, 0.12],
            [415, 0.12],
            [523, 0.12],
        ],
        vibration: [90, 70, 90, 70, 90],
        wave: "sine",
    },
};
const PITCH = 330;
const LENGTHS = { ".": 0.07, "-": 0.24 };
/** Milliseconds without vibration, before what follows and within it. */
const PAUSES = { before: 200, within: 70 };

/** The kind of each verdict, and what follows. */
const VERDICTS = {
    admitted: ["welcome", ""],
    goodbye: ["goodbye", ""],
    invalid: ["stop", ""],
    revoked: ["stop", "."],
    cancelled: ["stop", ".."],
    blocked: ["stop", "-"],
    gate_closed: ["stop", "..."],
    wrong_day: ["stop", ".-"],
    not_entitled: ["stop", "-."],
    full: ["stop", "--"],
    already_admitted: ["look", ""],
    unpaid: ["look", "-"],
};

/** Tones and vibration of a verdict, or `goodbye`. */
export function signal(verdict) {
    const [kind, rest] = VERDICTS[verdict];
    const { tones, vibration, wave } = KINDS[kind];
    const lengths = [...rest].map((sign) => LENGTHS[sign]);
    return {
        wave,
        tones: [...tones, ...lengths.map((length) => [PITCH, length])],
        vibration: [
            ...vibration,
            ...lengths.flatMap((length, index) => [index === 0 ? PAUSES.before : PAUSES.within, length * 1000]),
        ],
    };
}

let audio;

/** Makes sound possible; browsers allow it only once somebody has touched the page. */
export function unlockSound() {
    audio ??= new AudioContext();
    if (audio.state === "suspended") void audio.resume();
}

/** Gives the signal of a verdict, or `goodbye`. */
export function give(verdict, { isMuted }) {
    const { tones, vibration, wave } = signal(verdict);
    navigator.vibrate?.(vibration);
    if (isMuted || audio?.state !== "running") return;
    let start = audio.currentTime;
    for (const [frequency, length] of tones) {
        const tone = audio.createOscillator();
        const volume = audio.createGain();
        tone.frequency.value = frequency;
        tone.type = wave;
        volume.gain.setValueAtTime(0.0001, start);
        volume.gain.exponentialRampToValueAtTime(0.4, start + 0.01);
        volume.gain.exponentialRampToValueAtTime(0.0001, start + length);
        tone.connect(volume).connect(audio.destination);
        tone.start(start);
        tone.stop(start + length);
        start += length + 0.03;
    }
}
