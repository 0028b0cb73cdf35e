package import Conference
import Typesetting

/// Why a paper of the keysigning could not be drawn; the codes are those of `TypesettingError`.
package struct KeysigningPaperError: DescribedError {
    package let code: String
    package let details: [ErrorDetail]
    package let underlying: (any Error)?

    init(_ error: TypesettingError) {
        code = error.code
        details = error.details.map { ErrorDetail($0.name, $0.value) }
        underlying = error.underlying
    }
}
