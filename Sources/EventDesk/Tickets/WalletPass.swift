import Conference
import Crypto
import Foundation

/// A ticket for a phone's wallet: a signed archive of a description and pictures.
struct WalletPass {
    private struct Description: Encodable {
        struct Field: Encodable {
            let key: String
            let label: String
            let value: String
        }
        struct Fields: Encodable {
            let headerFields: [Field]
            let primaryFields: [Field]
            let secondaryFields: [Field]
            let auxiliaryFields: [Field]
        }
        struct Code: Encodable {
            let format = "PKBarcodeFormatQR"
            let message: String
            let messageEncoding = "iso-8859-1"
            let altText: String
        }
        let formatVersion = 1
        let passTypeIdentifier: String
        let teamIdentifier: String
        let serialNumber: String
        let organizationName: String
        let description: String
        let relevantDate: String?
        let barcodes: [Code]
        let eventTicket: Fields
        let backgroundColor = "rgb(255, 255, 255)"
        let foregroundColor = "rgb(17, 24, 39)"
        let labelColor = "rgb(31, 78, 121)"
    }

    /// The words beside what the pass shows, in the language of its owner.
    struct Labels {
        let ticket: String
        let days: String
        let category: String
        let code: String
    }

    /// - Parameters:
    ///   - credential: what the QR code says.
    ///   - pictures: their files by name; an icon is among them.
    static func bytes(
        of registration: Registration, _ event: EventDefinition, credential: String, labels: Labels,
        pictures: [String: Data], signer: WalletSigner
    ) async throws -> Data {
        let language = registration.language
        let days = event.days.filter { registration.days.contains($0.number) }
        let description = Description(
            passTypeIdentifier: signer.passType, teamIdentifier: signer.team,
            serialNumber: "\(event.slug)-\(registration.id)", organizationName: event.issuer?.name ?? event.name,
            description: "\(labels.ticket): \(event.name)",
            relevantDate: days.first.map { Timestamp(event.start(of: $0), in: event.zone).description },
            barcodes: [Description.Code(message: credential, altText: registration.code.description)],
            eventTicket: Description.Fields(
                headerFields: [.init(key: "code", label: labels.code, value: registration.code.description)],
                primaryFields: [.init(key: "event", label: event.venue, value: event.name)],
                secondaryFields: [.init(key: "name", label: labels.ticket, value: registration.person.name)],
                auxiliaryFields: [
                    .init(
                        key: "days", label: labels.days,
                        value: days.map { language.dayLabel($0.date) }.joined(separator: ", ")),
                    .init(
                        key: "category", label: labels.category,
                        value: event.rule(of: registration.category).labels[language]),
                ]))
        var files = pictures
        files["pass.json"] = try JSONText.encode(description, pretty: false)
        let digests = files.mapValues { Data(Insecure.SHA1.hash(data: $0)).hexadecimal }
        let manifest = try JSONText.encode(digests, pretty: false)
        var archive = ZipArchive()
        for (name, content) in files.sorted(by: { $0.key < $1.key }) { archive.add(name, content) }
        archive.add("manifest.json", manifest)
        archive.add("signature", try await signer.sign(manifest))
        return archive.bytes
    }
}
