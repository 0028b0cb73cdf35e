import Conference
import Wording

/// Commands speak English, to whoever typed them.
extension Words {
    /// The words for an error, as commands print them.
    init(for error: any Error) { self.init(for: error, in: .english, to: .terminal) }

    /// The words for a code of a list of problems, as commands print them.
    init(code: AnyErrorCode, details: [ErrorDetail]) {
        self.init(code: code, details: details, in: .english, to: .terminal)
    }

    /// The same for a code of a module.
    init(code: some ErrorCode, details: [ErrorDetail]) {
        self.init(code: code, details: details, in: .english, to: .terminal)
    }
}
