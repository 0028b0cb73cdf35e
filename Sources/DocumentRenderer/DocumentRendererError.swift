package import Conference
internal import Typesetting

/// Why a document could not be rendered: the codes of `TypesettingError`.
package struct DocumentRendererError: DescribedError {
    package let code: String
    package let details: [ErrorDetail]
    package let underlying: (any Error)?

    init(_ error: TypesettingError) {
        code = error.code
        details = error.details.map { ErrorDetail($0.name, $0.value) }
        underlying = error
    }
}
