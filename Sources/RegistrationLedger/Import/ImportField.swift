package import Conference

/// What a column of a list of people can say: a word of our own, or the answer to one of the organizer's questions.
package struct ImportField: RawRepresentable, Sendable, Hashable, CaseIterable {
    package let rawValue: String

    /// Nil for a word that is none of `allCases` and names no question.
    package init?(rawValue: String) {
        let isAnswer = rawValue.hasPrefix(Question.prefix) && rawValue.utf8.count > Question.prefix.utf8.count
        guard isAnswer || Self.words.contains(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    private init(_ word: String) { rawValue = word }

    /// The answer to a question.
    package static func answer(_ question: Question.ID) -> ImportField {
        ImportField(Question.prefix + question.rawValue)
    }

    /// The question that it is the answer to.
    var question: Question.ID? {
        rawValue.hasPrefix(Question.prefix)
            ? Question.ID(rawValue: String(rawValue.dropFirst(Question.prefix.count))) : nil
    }

    package static let reference = ImportField("reference")
    package static let name = ImportField("name")
    /// Ours, as a list that we wrote has it.
    package static let code = ImportField("code")
    package static let givenName = ImportField("given_name")
    package static let familyName = ImportField("family_name")
    package static let sortName = ImportField("sort_name")
    package static let badgeName = ImportField("badge_name")
    package static let affiliation = ImportField("affiliation")
    package static let email = ImportField("email")
    package static let country = ImportField("country")
    package static let category = ImportField("category")
    package static let days = ImportField("days")
    package static let addOns = ImportField("add_ons")
    package static let status = ImportField("status")
    /// What was bought elsewhere: a pass, days, a side event.
    package static let product = ImportField("product")
    package static let variation = ImportField("variation")
    /// What it cost there, and whether that is paid.
    package static let price = ImportField("price")
    package static let paid = ImportField("paid")
    package static let paymentMethod = ImportField("payment_method")
    /// The group that the person came with, as an order of several.
    package static let order = ImportField("order")
    /// The number within that group, and of whom a side event is part.
    package static let position = ImportField("position")
    package static let parent = ImportField("parent")
    /// A second address, for those who have none of their own.
    package static let payerEmail = ImportField("payer_email")
    /// How many people come along without a name.
    package static let guests = ImportField("guests")
    /// How many places the row stands for.
    package static let quantity = ImportField("quantity")
    /// Who comes along, by name, in the row of the person who registered them.
    package static let companions = ImportField("companions")
    /// Passed over.
    package static let ignore = ImportField("ignore")

    /// All but the answers, which are as many as the event has questions.
    package static let allCases: [ImportField] = [
        reference, name, code, givenName, familyName, sortName, badgeName, affiliation, email, country, category, days,
        addOns, status, product, variation, price, paid, paymentMethod, order, position, parent, payerEmail, guests,
        quantity, companions, ignore,
    ]
    private static let words = Set(allCases.map(\.rawValue))

    /// The columns of our own lists.
    static let own: [ImportField] = [
        .name, .givenName, .familyName, .sortName, .code, .reference, .badgeName, .affiliation, .email, .country,
        .category, .days,
        .addOns, .status, .price, .paid, .paymentMethod, .product,
    ]

    /// The name of a column by its header: letters and digits in lower case without accents, words joined by underscores.
    static func key(_ header: String) -> String {
        SearchText.fold(header).split { !($0.isLetter || $0.isNumber) }.joined(separator: "_")
    }

    /// What a header means in English, French, German or Spanish; nil where it is not known.
    init?(header: String) {
        let key = Self.key(header)
        guard let field = ImportField(rawValue: key) ?? Self.synonyms[key] else { return nil }
        self = field
    }

    private static let synonyms: [String: ImportField] = {
        let names: [(ImportField, String)] = [
            (
                .name,
                """
                full_name fullname attendee attendee_name participant participant_name your_name display_name nom_complet \
                nom_et_prenom prenom_et_nom nom_prenom nom participant_e participante vollstandiger_name name_vorname \
                vor_und_nachname teilnehmer teilnehmername teilnehmerin nombre_completo nombre_y_apellidos \
                nombre_y_apellido
                """
            ),
            (
                .givenName,
                "first_name firstname given_names forename prenom prenoms vorname vornamen nombre nombres nombre_de_pila"
            ),
            (
                .familyName,
                """
                last_name lastname surname family_names nom_de_famille nom_famille nachname familienname zuname apellido \
                apellidos
                """
            ),
            (.sortName, "sorting_name sortname nom_de_tri sortiername nombre_de_orden"),
            (.badgeName, "nickname name_on_badge badge nom_sur_le_badge surnom name_auf_dem_badge spitzname apodo"),
            (
                .email,
                """
                e_mail mail email_address e_mail_address mail_address adresse_email adresse_e_mail adresse_mail courriel \
                adresse_courriel adresse_electronique adresse_de_courriel e_mail_adresse mailadresse emailadresse correo \
                correo_electronico direccion_de_correo direccion_de_correo_electronico
                """
            ),
            (
                .affiliation,
                """
                organization organisation company company_name what_is_your_company what_s_your_company your_company institution institute employer affiliation_company \
                company_affiliation company_organization company_organisation organization_company entreprise societe \
                etablissement organisme employeur institut firma firmenname unternehmen organisation_firma arbeitgeber \
                institution_firma empresa organizacion institucion compania afiliacion
                """
            ),
            (.country, "country_code country_region country_of_residence pays land staat pais nation home_country"),
            (.category, "role type kind categorie rolle kategorie rol categoria"),
            (
                .days,
                """
                day days_attending attending_days which_days which_days_will_you_attend jours jour \
                quels_jours_serez_vous_present tage tag dias dia
                """
            ),
            (.addOns, "addons add_on addon extras side_events options zusatze suppplements supplements"),
            (.status, "state statut etat estado registration_state registration_status attendee_status order_status"),
            (.reference, "ref id_reference referenz referencia registration_id booking_reference ticket_reference"),
            (
                .product,
                "ticket ticket_type ticket_name product_name pass billet type_de_billet produit produkt entrada"
            ),
            (
                .companions,
                """
                accompanying_persons accompanying_person accompanying_people accompanying_guests personnes_accompagnantes \
                personne_accompagnante accompagnateurs accompagnants begleitpersonen begleitperson begleitung \
                acompanantes acompanante personas_acompanantes
                """
            ),
            (.price, "total_paid amount prix preis precio montant betrag importe ticket_price"),
            (.paid, "paye bezahlt pagado is_paid"),
            (.paymentMethod, "paid_by payment_type mode_de_paiement zahlungsart forma_de_pago payment_provider"),
        ]
        return names.reduce(into: [:]) { known, entry in
            for word in entry.1.split(separator: " ") { known[String(word)] = entry.0 }
        }
    }()

    /// What a header of somebody's own list may mean that says it in more words, or says two words for one thing: `Given name(s)`,
    /// `Company / organization`; nil where it is not known. It counts where no other column says the same.
    init?(loosely header: String) {
        let plain = header.replacing(/\([^)]*\)/, with: " ")
        if let field = Self.known(plain) {
            self = field
            return
        }
        let parts = plain.split { $0 == "/" || $0 == "|" }.map { Self.known(String($0)) }
        guard parts.count > 1, let first = parts[0], parts.allSatisfy({ $0 == first }) else { return nil }
        self = first
    }

    private static func known(_ header: String) -> ImportField? {
        ImportField(header: header) ?? loose[key(header)]
    }

    private static let loose: [String: ImportField] = {
        let names: [(ImportField, String)] = [
            (
                .name,
                """
                guest_name attendee_full_name delegate delegate_name visitor visitor_name ticket_holder name_surname \
                vor_und_zuname vorname_nachname vorname_und_nachname teilnehmende teilnehmer_in name_der_teilnehmenden \
                prenom_nom nom_du_participant nom_de_l_invite asistente nombre_del_asistente nombre_apellidos
                """
            ),
            (.givenName, "first given rufname call_name primer_nombre"), (.familyName, "last primer_apellido"),
            (
                .badgeName,
                """
                name_for_badge name_for_name_tag name_tag preferred_name known_as name_auf_namensschild namensschild \
                name_fur_badge nom_pour_le_badge nom_d_usage nombre_para_la_credencial nombre_en_la_credencial
                """
            ),
            (
                .email,
                """
                work_email business_email attendee_email participant_email contact_email email_id \
                email_address_of_attendee dienstliche_e_mail courriel_professionnel adresse_de_messagerie correo_e
                """
            ),
            (
                .affiliation,
                """
                organization_name organisation_name institution_name university workplace universitat hochschule \
                einrichtung verein arbeitsstelle universite laboratoire universidad entidad
                """
            ),
            (.country, "country_of_origin herkunftsland wohnland pays_de_residence pais_de_residencia"),
            (
                .category,
                """
                type_of_participant participant_type attendee_type participant_category teilnehmerart teilnehmertyp \
                type_de_participant tipo_de_participante
                """
            ),
            (
                .days,
                """
                attendance_days days_of_attendance which_day dates anwesend_am anwesenheitstage teilnahmetage \
                jours_de_presence dias_de_asistencia
                """
            ),
            (
                .reference,
                """
                reference_number booking_id booking_number confirmation_number registration_number ticket_id ticket_number \
                buchungsnummer anmeldenummer numero_d_inscription numero_de_inscripcion
                """
            ),
            (.order, "order_id order_number order_no bestellnummer numero_de_commande numero_de_pedido"),
            (
                .status,
                """
                rsvp rsvp_status anmeldestatus statut_d_inscription statut_de_l_inscription estado_de_inscripcion
                """
            ),
            (.product, "type_of_ticket ticket_category ticketart tickettyp tipo_de_entrada tipo_de_boleto"),
            (.addOns, "zusatzleistungen options_supplementaires"), (.sortName, "sort_as sort_key sortierung"),
        ]
        return names.reduce(into: [:]) { known, entry in
            for word in entry.1.split(separator: " ") { known[String(word)] = entry.0 }
        }
    }()

    /// What a question of a form asks for, by its words; nil where it is not one that we know.
    init?(question: String) {
        if let field = ImportField(header: question) {
            self = field
            return
        }
        let words = Set(Self.key(question).split(separator: "_").map(String.init))
        func has(_ any: String...) -> Bool { any.contains(where: words.contains) }
        // Whose name or address it is besides tells that it is not the person's own.
        let isAnothers = has(
            "emergency", "urgence", "notfall", "emergencia", "manager", "supervisor", "spouse", "parent", "guardian")
        let asksName = has("name", "nom", "nombre", "namen")
        if isAnothers {
            return nil
        } else if has("email", "courriel", "correo") || words.isSuperset(of: ["e", "mail"]) {
            self = .email
        } else if has("badge") && asksName {
            self = .badgeName
        } else if has("days", "day", "jours", "jour", "tage", "tagen", "dias") {
            self = .days
        } else if has(
            "affiliation", "company", "organization", "organisation", "employer", "employeur", "entreprise", "firma",
            "arbeitgeber", "unternehmen", "universite", "universitat", "university", "institution", "empresa",
            "organizacion", "organismo")
        {
            self = .affiliation
        } else if has("country", "pays", "land", "pais") {
            self = .country
        } else if asksName && has("full", "first", "given", "vor", "vorname")
            && has("last", "family", "nach", "nachname")
        {
            self = .name
        } else if has("prenom") && has("nom") || has("vor") && has("nachname")
            || has("nombre") && has("apellidos", "apellido")
        {
            self = .name
        } else if asksName && has("first", "given") {
            self = .givenName
        } else if asksName && has("last", "family") || has("surname", "nachname", "apellidos", "famille") {
            self = .familyName
        } else if has("vorname", "prenom") {
            self = .givenName
        } else if asksName && !words.isDisjoint(with: Self.owners) {
            self = .name
        } else if words.isSuperset(of: ["comment", "appelez"]) || words.isSuperset(of: ["wie", "heissen"])
            || words.isSuperset(of: ["como", "llamas"])
        {
            self = .name
        } else {
            return nil
        }
    }

    /// With one of these a name is the person's own, not that of a firm, a talk or a user.
    private static let owners: Set<String> = [
        "full", "complet", "completo", "vollstandiger", "vollstandigen", "your", "my", "votre", "ton", "ihr", "ihren",
        "dein",
        "deinen", "tu", "su", "complete", "whole", "ganzer",
    ]
}
