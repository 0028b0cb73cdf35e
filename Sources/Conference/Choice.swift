/// One word from a closed list, read the same way wherever it is typed, imported or sent.
package enum Choice {
    /// The value that a text names.
    ///
    /// - Throws: `choice_unknown`.
    package static func read<Value: RawRepresentable<String> & CaseIterable>(
        _ text: String, as type: Value.Type = Value.self
    ) throws(ConferenceError) -> Value {
        guard let value = Value(rawValue: text) else {
            throw unknown(text, choices: Value.allCases.map(\.rawValue))
        }
        return value
    }

    /// The value that a text names, among those whose word is not their raw value.
    ///
    /// - Throws: `choice_unknown`.
    package static func read<Value>(
        _ text: String, among values: some Collection<Value>, word: (Value) -> String
    ) throws(ConferenceError) -> Value {
        for value in values where word(value) == text { return value }
        throw unknown(text, choices: values.map(word))
    }

    /// `choice_unknown`, with the first 80 characters of what was given and all choices.
    package static func unknown(_ text: String, choices: [String]) -> ConferenceError {
        ConferenceError(
            .choiceUnknown, ErrorDetail("value", String(text.prefix(80))),
            ErrorDetail("choices", choices.joined(separator: ", ")))
    }
}
