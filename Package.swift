// swift-tools-version: 6.2
import PackageDescription

/// Every target is built the same way: language mode 6, the upcoming features below, warnings as errors.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let asyncHTTPClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdHTTP2: Target.Dependency = .product(name: "HummingbirdHTTP2", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioFoundation: Target.Dependency = .product(name: "NIOFoundationEssentialsCompat", package: "swift-nio")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let serviceLifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

/// The order is that of the house: what stands lower may import what stands higher, never the other way round.
let package = Package(
    name: "lanyard",
    products: [
        .executable(name: "lanyard", targets: ["lanyard"])
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", exact: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        // C libraries, as Debian ships them
        .systemLibrary(
            name: "CPangoCairo", pkgConfig: "pangocairo pangoft2 fontconfig cairo",
            providers: [.apt(["libcairo2-dev", "libpango1.0-dev"])]),
        .systemLibrary(name: "CLibrsvg", pkgConfig: "librsvg-2.0", providers: [.apt(["librsvg2-dev"])]),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CZBar", pkgConfig: "zbar", providers: [.apt(["libzbar-dev"])]),
        .systemLibrary(name: "CCUPS", providers: [.apt(["libcups2-dev"])]),
        .systemLibrary(name: "CGPGME", pkgConfig: "gpgme", providers: [.apt(["libgpgme-dev"])]),
        .systemLibrary(name: "CGcrypt", pkgConfig: "libgcrypt", providers: [.apt(["libgcrypt20-dev"])]),

        // Wrappers: the only importers of their C library
        .target(name: "Typesetting", dependencies: ["CPangoCairo", "CLibrsvg", "Conference"], swiftSettings: strict),
        .target(name: "QRCode", dependencies: ["CQREncode", "Conference"], swiftSettings: strict),
        .target(name: "QRReader", dependencies: ["CZBar", "Conference"], swiftSettings: strict),
        .target(name: "OpenPGP", dependencies: ["CGPGME", "CGcrypt", "Conference", crypto], swiftSettings: strict),

        // Values and rules
        .target(name: "Conference", swiftSettings: strict),
        .target(name: "MailFormat", dependencies: ["Conference"], swiftSettings: strict),
        .target(name: "Printing", dependencies: ["CCUPS", "Conference"], swiftSettings: strict),
        .target(
            name: "MailSubmission", dependencies: ["Conference", nio, nioPosix, nioSSL], swiftSettings: strict),
        .target(name: "Spreadsheets", dependencies: ["Conference"], swiftSettings: strict),
        .target(name: "DoorRules", swiftSettings: strict),
        .target(
            name: "Catalogues", dependencies: ["Conference"], resources: [.embedInCode("Words")], swiftSettings: strict),

        // Services
        .target(
            name: "EventStore", dependencies: ["Conference", grdb, crypto, cryptoExtras, yams],
            resources: [.embedInCode("Migrations")], swiftSettings: strict),
        .target(name: "Outbox", dependencies: ["Conference", "EventStore", grdb, crypto], swiftSettings: strict),
        .target(
            name: "WebhookDelivery",
            dependencies: ["Conference", "Outbox", asyncHTTPClient, nio, nioHTTP1, nioPosix, nioSSL],
            swiftSettings: strict),
        .target(
            name: "RegistrationLedger",
            dependencies: ["Conference", "Spreadsheets", "EventStore", "Outbox", grdb, crypto],
            swiftSettings: strict),
        .target(name: "Payments", dependencies: ["Conference", crypto], swiftSettings: strict),
        .target(
            name: "ProviderConnection",
            dependencies: ["Conference", "Payments", asyncHTTPClient, nio, nioHTTP1, nioSSL],
            swiftSettings: strict),
        .target(
            name: "BadgeRenderer", dependencies: ["Conference", "Typesetting", "QRCode"], swiftSettings: strict),
        .target(
            name: "DocumentRenderer", dependencies: ["Catalogues", "Conference", "QRCode", "Typesetting"],
            swiftSettings: strict),
        .target(
            name: "KeysigningPaper", dependencies: ["Catalogues", "Conference", "Typesetting", "QRCode"],
            swiftSettings: strict),
        .target(
            name: "Badges",
            dependencies: ["Conference", "EventStore", "RegistrationLedger", "DoorRules", grdb, crypto],
            swiftSettings: strict),
        .target(
            name: "CheckIn",
            dependencies: ["Conference", "EventStore", "RegistrationLedger", "Badges", "DoorRules", grdb, crypto],
            swiftSettings: strict),
        .target(
            name: "Keysigning",
            dependencies: ["Conference", "EventStore", "RegistrationLedger", "OpenPGP", grdb, crypto],
            swiftSettings: strict),

        // What a person does, how it is said and how it is written: no HTTP, no terminal
        .target(
            name: "EventDesk",
            dependencies: [
                "Catalogues", "Conference", "DoorRules", "OpenPGP", "Printing", "EventStore", "RegistrationLedger",
                "Badges",
                "CheckIn",
                "Keysigning", "MailFormat", "Outbox", "Payments", "BadgeRenderer", "DocumentRenderer",
                "KeysigningPaper",
                crypto, mustache, serviceLifecycle,
            ],
            swiftSettings: strict),
        .target(
            name: "Wording",
            dependencies: [
                "Catalogues", "Conference", "RegistrationLedger", "Badges", "CheckIn", "BadgeRenderer", "EventDesk",
                "QRCode",
                "QRReader", "Typesetting", "Printing", "EventStore", "Keysigning", "OpenPGP", "Outbox",
                "Payments",
            ],
            swiftSettings: strict),
        .target(
            name: "Representations",
            dependencies: [
                "MailFormat",
                "Conference", "DoorRules", "OpenPGP", "Printing", "EventStore", "Outbox", "RegistrationLedger",
                "Badges",
                "CheckIn",
                "Keysigning", "Payments", "BadgeRenderer", "EventDesk", "Wording",
            ],
            swiftSettings: strict),

        // The server
        .target(
            name: "LanyardHTTP",
            dependencies: [
                "Conference", "EventStore", "EventDesk", "Wording", "Representations",
                hummingbird, httpTypes, nio, nioHTTP1, logging, crypto, serviceLifecycle,
            ],
            swiftSettings: strict),
        .target(
            name: "LanyardAPI",
            dependencies: [
                "Catalogues", "Conference", "DoorRules", "OpenPGP", "Printing", "QRReader", "EventStore",
                "Outbox", "RegistrationLedger", "Badges", "CheckIn", "Keysigning", "Payments", "BadgeRenderer",
                "KeysigningPaper", "EventDesk", "Wording",
                "Representations", "LanyardHTTP", hummingbird, httpTypes, nio, nioPosix, logging, crypto,
            ],
            swiftSettings: strict),
        // Scanners of other makers, in their own protocol: nothing below knows of it
        .target(
            name: "ScannerProtocol",
            dependencies: [
                "Conference", "DoorRules", "EventStore", "RegistrationLedger", "CheckIn", "EventDesk", "Wording",
                "Representations", "LanyardHTTP", hummingbird, httpTypes, logging, crypto,
            ],
            swiftSettings: strict),
        .target(
            name: "LanyardPages",
            dependencies: [
                "MailFormat",
                "Catalogues", "Conference", "DoorRules", "OpenPGP", "Outbox", "Printing", "EventStore",
                "RegistrationLedger", "Badges", "CheckIn", "Keysigning", "Payments", "BadgeRenderer", "QRCode",
                "EventDesk", "Wording",
                "Representations",
                "LanyardHTTP",
                hummingbird, httpTypes, mustache, nio, logging, crypto,
            ],
            swiftSettings: strict),
        .target(
            name: "LanyardServer",
            dependencies: [
                "MailFormat",
                "Conference", "EventStore", "EventDesk", "Wording", "LanyardHTTP", "LanyardAPI", "ScannerProtocol",
                "LanyardPages", "MailSubmission", "WebhookDelivery", "Outbox", "ProviderConnection", hummingbird,
                hummingbirdCore,
                hummingbirdHTTP2, httpTypes, nio,
                nioHTTPTypes,
                nioSSL, logging, serviceLifecycle,
            ],
            swiftSettings: strict),

        // The command line; only `serve` links the server
        .target(
            name: "LanyardCommands",
            dependencies: [
                "MailFormat",
                "Typesetting", "QRCode", "OpenPGP", "Conference", "Printing", "DoorRules", "EventStore",
                "RegistrationLedger", "BadgeRenderer", "KeysigningPaper", "Badges", "CheckIn", "Keysigning", "Outbox",
                "Payments", "EventDesk",
                "Wording", "Representations", argumentParser,
            ],
            swiftSettings: strict),
        .target(
            name: "LanyardServe",
            dependencies: [
                "Conference", "EventStore", "EventDesk", "LanyardHTTP", "LanyardServer", "LanyardCommands",
                "ProviderConnection",
                argumentParser,
                logging,
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "lanyard", dependencies: ["LanyardCommands", "LanyardServe", argumentParser],
            swiftSettings: strict),

        // How fast, against what
        .executableTarget(
            name: "ledger-benchmark", dependencies: ["Conference", "EventStore", "RegistrationLedger", "Payments"],
            path: "Benchmarks/ledger",
            exclude: ["README.md"], swiftSettings: strict),
        .executableTarget(
            name: "badge-benchmark", dependencies: ["BadgeRenderer", "Conference"], path: "Benchmarks/badges",
            exclude: ["README.md", "run", "decode"], swiftSettings: strict),

        .executableTarget(
            name: "keysigning-benchmark",
            dependencies: [
                "Conference", "EventStore", "RegistrationLedger", "OpenPGP", "Keysigning", "EventDesk", grdb,
            ],
            path: "Benchmarks/keysigning",
            exclude: ["README.md", "clients"], swiftSettings: strict),

        // Damaged keys, for scripts/fuzz and for the tests
        .target(
            name: "OpenPGPMutations", dependencies: ["Conference", "OpenPGP", crypto], path: "Fuzz/OpenPGPMutations",
            swiftSettings: strict),
        .executableTarget(
            name: "openpgp-fuzzer", dependencies: ["Conference", "OpenPGPMutations", "OpenPGP"],
            path: "Fuzz/openpgp-fuzzer",
            swiftSettings: strict),

        // Tests
        .target(
            name: "LanyardTestSupport",
            dependencies: ["Conference", "EventStore", "RegistrationLedger", "OpenPGP", "Payments", crypto, grdb],
            swiftSettings: strict),
        // What docs/architecture.md says of the sources
        .testTarget(name: "HouseTests", dependencies: ["LanyardTestSupport"], swiftSettings: strict),
        .testTarget(name: "TypesettingTests", dependencies: ["Typesetting", "Conference"], swiftSettings: strict),
        .testTarget(name: "QRCodeTests", dependencies: ["QRCode"], swiftSettings: strict),
        .testTarget(name: "QRReaderTests", dependencies: ["QRReader", "QRCode"], swiftSettings: strict),
        .testTarget(
            name: "MailFormatTests", dependencies: ["Conference", "MailFormat", "LanyardTestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "PrintingTests", dependencies: ["Conference", "Printing", "LanyardTestSupport"], swiftSettings: strict
        ),
        .testTarget(
            name: "SpreadsheetsTests", dependencies: ["Conference", "Spreadsheets", "LanyardTestSupport"],
            swiftSettings: strict),
        // The worker beside GnuPG is the program itself.
        .testTarget(
            name: "OpenPGPTests",
            dependencies: ["Conference", "OpenPGP", "OpenPGPMutations", "lanyard", "LanyardTestSupport", crypto],
            exclude: ["Fixtures"], swiftSettings: strict),
        .testTarget(
            name: "ConferenceTests", dependencies: ["Conference", "LanyardTestSupport"], swiftSettings: strict),
        .testTarget(name: "DoorRulesTests", dependencies: ["DoorRules", "Conference", crypto], swiftSettings: strict),
        .testTarget(
            name: "EventStoreTests",
            dependencies: ["Conference", "EventStore", "RegistrationLedger", "LanyardTestSupport", grdb, crypto],
            exclude: ["Kept"], swiftSettings: strict),
        .testTarget(
            name: "PaymentsTests", dependencies: ["Conference", "Payments", "LanyardTestSupport", crypto],
            exclude: ["Statements"], swiftSettings: strict),
        .testTarget(
            name: "RegistrationLedgerTests",
            dependencies: ["Conference", "EventStore", "RegistrationLedger", "LanyardTestSupport", grdb],
            swiftSettings: strict),
        .testTarget(
            name: "BadgeRendererTests", dependencies: ["BadgeRenderer", "Conference", "Typesetting", "QRCode"],
            exclude: ["Cases", "Golden", "pictures.py"], swiftSettings: strict),
        .testTarget(
            name: "DocumentRendererTests", dependencies: ["DocumentRenderer", "Conference", "LanyardTestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "CheckInTests",
            dependencies: [
                "Conference", "DoorRules", "EventStore", "RegistrationLedger", "Badges", "CheckIn",
                "LanyardTestSupport", grdb,
                crypto,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "KeysigningTests",
            dependencies: [
                "Conference", "OpenPGP", "OpenPGPMutations", "EventStore", "RegistrationLedger", "Keysigning",
                "lanyard",
                "LanyardTestSupport", grdb,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "KeysigningPaperTests",
            dependencies: ["Conference", "KeysigningPaper", "Typesetting", "LanyardTestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "WordingTests",
            dependencies: [
                "Catalogues", "Conference", "OpenPGP", "EventStore", "RegistrationLedger", "Payments", "CheckIn",
                "Wording", "LanyardTestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "EventDeskTests",
            dependencies: [
                "Conference", "DoorRules", "EventStore", "MailFormat", "Outbox", "RegistrationLedger", "Badges",
                "CheckIn",
                "EventDesk", "Payments",
                "Wording",
                "LanyardTestSupport", crypto,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "LanyardServerTests",
            dependencies: [
                "Catalogues", "Conference", "DoorRules", "OpenPGP", "Printing", "EventStore", "RegistrationLedger",
                "Badges", "CheckIn", "Keysigning", "MailFormat", "Outbox", "Payments", "ProviderConnection",
                "BadgeRenderer", "EventDesk", "Representations", "LanyardHTTP",
                "LanyardPages",
                "LanyardAPI", "WebhookDelivery", "LanyardServer", "lanyard", "LanyardTestSupport", "OpenPGPMutations",
                hummingbird, hummingbirdTesting, httpTypes, nio, nioFoundation, logging, crypto, grdb, yams,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "Conference", "lanyard", "LanyardTestSupport", "OpenPGP", "OpenPGPMutations", "DoorRules", crypto,
            ],
            swiftSettings: strict),
    ]
)
