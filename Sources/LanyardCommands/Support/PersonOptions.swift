import ArgumentParser
import Conference

/// What is known about a person beside the name.
struct PersonOptions: ParsableArguments {
    @Option(help: "What the badge says instead of the name.")
    var badgeName = ""

    @Option(help: "The affiliation.")
    var affiliation = ""

    @Option(help: "The e-mail address.")
    var email = ""

    @Option(help: "The country, two letters of ISO 3166-1.")
    var country = ""

    @Option(help: "The language of receipts: \(Language.allCases.map(\.rawValue).joined(separator: ", ")).")
    var locale = Language.english

    /// The person of this name. Throws `country_unknown`, and what else makes a person impossible.
    func person(named name: String) throws -> Person {
        try Person(
            name: name, badgeName: badgeName, affiliation: affiliation, email: email,
            country: CountryCode(orNone: country))
    }
}
