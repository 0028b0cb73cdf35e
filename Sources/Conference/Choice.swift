/// Reads one word of several that are possible; the one reader of choices, wherever they are typed, sent or imported.
package enum Choice {
    /// - Throws: `choice_unknown`, with the words that are possible.
    package static func named<Value: RawRepresentable<String> & CaseIterable>(
        _ word: String, _ type: Value.Type
    ) throws(ConferenceError) -> Value {
        guard let value = Value(rawValue: word) else {
            throw ConferenceError(
                .choiceUnknown, ErrorDetail("value", String(word.prefix(80))),
                ErrorDetail("choices", Value.allCases.map(\.rawValue).joined(separator: ", ")))
        }
        return value
    }
}
