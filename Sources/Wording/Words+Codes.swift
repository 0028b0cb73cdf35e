import BadgeRenderer
import Badges
import CheckIn
package import Conference
import EventDesk
import EventStore
import Keysigning
import OpenPGP
import Outbox
import Payments
import Printing
import QRCode
import QRReader
import RegistrationLedger
import Typesetting

extension Words {
    /// Every code that anyone can meet, module by module: whoever adds an enumeration of codes adds it here.
    package static let codes: [AnyErrorCode] =
        all(ConferenceErrorCode.self) + all(EventStoreErrorCode.self) + all(LedgerErrorCode.self)
        + all(AuditReport.Code.self) + all(BadgesErrorCode.self) + all(CheckInErrorCode.self)
        + all(BadgeRendererErrorCode.self)
        + all(TemplateProblem.Code.self) + all(PreflightFinding.Code.self) + all(TypesettingErrorCode.self)
        + all(QRCodeErrorCode.self) + all(QRReaderErrorCode.self) + all(PrintingErrorCode.self)
        + all(KeysigningErrorCode.self) + all(OpenPGPError.Code.self) + all(CertificateWarning.Code.self)
        + all(ServerErrorCode.self) + all(PaymentsErrorCode.self) + all(OutboxErrorCode.self)
        + all(MailCarrierErrorCode.self)

    private static func all<Code: ErrorCode>(_: Code.Type) -> [AnyErrorCode] { Code.allCases.map { AnyErrorCode($0) } }
}
