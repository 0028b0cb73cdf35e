/// What scanners and keyboards do to a credential on its way, undone.
///
/// Taken off: blanks, CR, LF and Tab around it, and what some scanners put before it: the AIM identifier of the code (`]Q1`,
/// ISO/IEC 15424) and the ECI of its characters (`\000026`, AIM ITS/04-023). Undone: Caps Lock, and a keyboard layout that is
/// not the scanner's (`KeyboardLayout`).
///
/// A layout is recognised by the third sign, the colon, and by whether what comes out is a credential. Now and then two
/// layouts fit: then there are two readings, of which the signature, or what was issued, tells the right one.
package enum ScannedText {
    /// How long what a scanner puts before a credential can be, in signs: `]Q1`, `\000026`, both.
    private static var prefixLengths: [Int] { [0, 3, 7, 10] }

    /// From this length on what begins like a credential is nothing else, in signs.
    private static var lengthSurelyCredential: Int { CredentialText.length * 2 / 3 }

    /// The credentials that a text may stand for, the likeliest first; at least one.
    ///
    /// - Throws: the flaw of a text that is no credential in any reading: `keyboardLayout` when it was one before a keyboard
    ///   wrote it, else as `CredentialText.decode`.
    package static func read(_ text: [UInt8]) throws(CredentialFlaw) -> [SignedCredential] {
        // Nearly always, and the server's every scan: as it was printed.
        let flaw: CredentialFlaw
        do throws(CredentialFlaw) {
            return [try CredentialText.decode(text)]
        } catch {
            flaw = error
        }
        // A credential with a prefix and accents is much shorter than this.
        guard text.count <= 1000 else { throw flaw }
        let typed = trimmed(Scalars.read(text))
        var readings: [SignedCredential] = []
        for length in prefixLengths where begins(typed, at: length) {
            for caps in KeyboardLayout.CapsLock.allCases {
                for layout in KeyboardLayout.allCases {
                    for hasKeypad in [false, true] {
                        guard let reading = undo(typed[length...], layout, caps, hasKeypad: hasKeypad) else { continue }
                        do throws(CredentialFlaw) {
                            let credential = try CredentialText.decode(reading)
                            if !readings.contains(credential) { readings.append(credential) }
                        } catch {
                            continue
                        }
                    }
                }
            }
        }
        guard readings.isEmpty else { return readings }
        throw self.flaw(of: typed)
    }

    /// Whether a text claims to be a credential, good or not, whatever a keyboard made of it: then it is no short code and no
    /// name.
    package static func isClaimed(by text: [UInt8]) -> Bool {
        let typed = trimmed(Scalars.read(text))
        if CredentialText.isClaimed(by: ascii(typed)) { return true }
        for length in prefixLengths where begins(typed, at: length) {
            let rest = typed[length...]
            if rest.count >= lengthSurelyCredential || !isOfWord(typed[length + 2]) { return true }
        }
        return false
    }

    /// Why a text that is no credential in any reading is none.
    private static func flaw(of typed: [UInt32]) -> CredentialFlaw {
        for length in prefixLengths where begins(typed, at: length) {
            let rest = Array(typed[length...])
            let plain = ascii(rest)
            // As printed but for its end or a sign: the scanner's keyboard is right, the code is not.
            if CredentialText.isClaimed(by: plain), isPrintable(rest) {
                do throws(CredentialFlaw) {
                    _ = try CredentialText.decode(plain)
                } catch {
                    return error
                }
            }
            if rest.count >= lengthSurelyCredential { return .keyboardLayout }
        }
        let plain = ascii(typed)
        do throws(CredentialFlaw) {
            _ = try CredentialText.decode(plain)
        } catch {
            return error
        }
        return .notACredential
    }

    /// The text as a keyboard of the United States would have written it; nil where this layout does not write such a text.
    ///
    /// - Parameter hasKeypad: whether the scanner presses the keys of the keypad for digits and `* + - . /`, which write the
    ///   same on every keyboard. What the layout writes for no sign, and is no letter, is the sign itself in any case: some
    ///   systems have it elsewhere.
    private static func undo(
        _ typed: ArraySlice<UInt32>, _ layout: KeyboardLayout, _ caps: KeyboardLayout.CapsLock, hasKeypad: Bool
    ) -> [UInt8]? {
        let table = layout.table(caps)
        // The colon tells nearly all of them apart, and stands where no accent comes before it.
        guard table.scalar(for: 0x3A) == typed[typed.startIndex + 2] else { return nil }
        let scalars = layout.hasWaitingAccent ? withAccentsApart(typed) : Array(typed)
        guard scalars.count == CredentialText.length else { return nil }
        var signs: [UInt8] = []
        signs.reserveCapacity(scalars.count)
        for scalar in scalars {
            let isLetter = (0x41...0x5A).contains(scalar)
            let itself = Base45.isPrinted(scalar) && !isLetter ? scalar : nil
            let sign = hasKeypad && isOfKeypad(scalar) ? itself : table.sign(for: scalar) ?? itself
            guard let sign, sign < 0x80 else { return nil }
            signs.append(UInt8(sign))
        }
        return signs
    }

    /// Accents apart from their letters. An accent swallows a blank behind it: where as many signs are missing as there are
    /// accents alone, each has swallowed one.
    private static func withAccentsApart(_ typed: ArraySlice<UInt32>) -> [UInt32] {
        var (length, alone) = (0, 0)
        for scalar in typed {
            length += Scalars.withoutGrave(scalar) == nil ? 1 : 2
            if scalar == grave { alone += 1 }
        }
        let hasSwallowed = alone > 0 && length + alone == CredentialText.length
        var apart: [UInt32] = []
        for scalar in typed {
            if let letter = Scalars.withoutGrave(scalar) {
                apart.append(grave)
                apart.append(letter)
            } else {
                apart.append(scalar)
                if scalar == grave, hasSwallowed { apart.append(0x20) }
            }
        }
        return apart
    }

    private static var grave: UInt32 { 0x60 }

    /// Whether a key of the keypad writes it: a digit, or one of `* + - . /`.
    private static func isOfKeypad(_ scalar: UInt32) -> Bool {
        (0x30...0x39).contains(scalar) || scalar == 0x2A || scalar == 0x2B || (0x2D...0x2F).contains(scalar)
    }

    /// Whether a credential could begin there: `LY` or, on keyboards that have them so, `LZ`, and a sign.
    private static func begins(_ typed: [UInt32], at place: Int) -> Bool {
        guard place + 2 < typed.count else { return false }
        let second = Scalars.upper(typed[place + 1])
        return Scalars.upper(typed[place]) == 0x4C && (second == 0x59 || second == 0x5A)
    }

    /// Whether a sign may follow two letters in a name or a code.
    private static func isOfWord(_ scalar: UInt32) -> Bool {
        let isLetter = (0x41...0x5A).contains(Scalars.upper(scalar))
        return isLetter || (0x30...0x39).contains(scalar) || scalar <= 0x20 || scalar == 0x2D || scalar == 0x27
    }

    private static func isPrintable(_ typed: [UInt32]) -> Bool {
        for scalar in typed where !Base45.isPrinted(scalar) { return false }
        return true
    }

    private static func trimmed(_ scalars: [UInt32]) -> [UInt32] {
        var rest = scalars[...]
        while let first = rest.first, isBlank(first) { rest = rest.dropFirst() }
        while let last = rest.last, isBlank(last) { rest = rest.dropLast() }
        return Array(rest)
    }

    /// Blanks, ends of lines and other controls, and the mark that some put before a text.
    private static func isBlank(_ scalar: UInt32) -> Bool {
        scalar <= 0x20 || scalar == 0x7F || scalar == 0xA0 || scalar == 0xFEFF
    }

    private static func ascii(_ scalars: [UInt32]) -> [UInt8] {
        var bytes: [UInt8] = []
        for scalar in scalars { bytes.append(scalar < 0x80 ? UInt8(scalar) : 0x3F) }
        return bytes
    }
}
