import Conference

/// Where a list of people comes from, told by its columns.
///
/// Read as of 2026 from the sources of those systems that are open (pretix, pretalx, Indico, Hi.Events, alf.io) and from exports
/// of the others.
package enum ImportSource: String, Sendable, Hashable, CaseIterable {
    case pretix
    case pretixCheckIn = "pretix-check-in"
    case indico, eventbrite, tito, pretalx, luma, meetup
    case hiEvents = "hi-events"
    case alfio
    case googleForms = "google-forms"
    /// A list with our own columns.
    case own

    /// The system whose columns these are.
    init(header: [String]) {
        let names = Set(header.map(ImportField.key))
        self =
            Self.allCases.first { source in source.marks.contains { names.isSuperset(of: $0) } }
            ?? (Self.timestamps.contains(header.first.map(ImportField.key) ?? "") ? .googleForms : .own)
        if self == .pretalx, names.count > 3, !names.contains("proposal_titles") { self = .own }
    }

    /// What Google calls the first column of a form's answers.
    private static let timestamps: Set<String> = ["timestamp", "horodateur", "zeitstempel", "marca_temporal"]

    /// Columns that this export always has and others never, in each of its forms.
    private var marks: [Set<String>] {
        switch self {
        case .pretix:
            [
                ["order_code", "attendee_name", "product", "position_id"],
                ["bestellnummer", "produkt", "positionsnummer"], ["bestellnummer", "produkt", "position"],
                ["bestellnummer", "produkt", "positions_id"], ["code_de_commande", "produit", "id_de_position"],
                ["code_de_commande", "produit", "position_id"],
            ]
        case .pretixCheckIn:
            [
                ["order_code", "attendee_name", "product"], ["bestellnummer", "name_des_teilnehmers", "produkt"],
                ["bestellnummer", "teilnehmername", "produkt"], ["code_de_commande", "nom_du_participant", "produit"],
            ]
        case .indico:
            [
                ["id", "name", "registration_state"], ["id", "nom", "etat_de_l_inscription"],
                ["id", "name", "etat_de_l_inscription"], ["id", "nom", "statut_de_l_inscription"],
            ]
        case .eventbrite:
            [
                ["order", "first_name", "last_name", "ticket_type", "attendee_status"],
                ["order_id", "first_name", "last_name", "ticket_type"], ["order", "attendee", "ticket_type"],
            ]
        case .tito: [["ticket_full_name", "ticket_reference"]]
        case .pretalx: [["name", "email", "confirmed"], ["name", "proposal_titles"]]
        case .luma: [["api_id", "name", "approval_status"], ["guest_id", "name", "approval_status"]]
        case .meetup: [["name", "user_id", "rsvp"], ["name", "user_id", "rsvped_on"]]
        case .hiEvents:
            [
                ["first_name", "last_name", "is_checked_in", "public_id"],
                ["first_name", "last_name", "public_id", "short_id"],
            ]
        case .alfio: [["full_name", "category", "reservationid", "status"]]
        case .googleForms, .own: []
        }
    }

    /// What its columns mean where that differs from what people mean by them.
    private var columns: [String: ImportField] {
        switch self {
        case .pretix, .pretixCheckIn:
            [
                "order_code": .order, "position_id": .position, "attendee_name": .name,
                "attendee_name_given_name": .givenName, "attendee_name_family_name": .familyName,
                "attendee_name_first_name": .givenName, "attendee_name_last_name": .familyName,
                "attendee_email": .email, "email": .payerEmail, "e_mail": .payerEmail, "product": .product,
                "variation": .variation, "price": .price, "status": .status, "paid": .paid, "company": .affiliation,
                "attendee_company": .affiliation, "country": .country, "attendee_country": .country,
                "invoice_address_country": .ignore, "add_on_to_position_id": .parent,
                "payment_providers": .paymentMethod,
                "payment_provider": .paymentMethod,
                // The same in German and French.
                "bestellnummer": .order, "positionsnummer": .position, "produkt": .product, "variante": .variation,
                "teilnehmername": .name, "teilnehmer_e_mail": .email, "code_de_commande": .order,
                "id_de_position": .position, "produit": .product, "variante_de_produit": .variation,
                "nom_du_participant": .name, "adresse_e_mail_du_participant": .email,
                "positions_id": .position, "position": .position, "name_des_teilnehmers": .name,
                "name_des_teilnehmers_vorname": .givenName, "name_des_teilnehmers_nachname": .familyName,
                "teilnehmername_vorname": .givenName, "teilnehmername_nachname": .familyName,
                "zahlungsmethode": .paymentMethod, "nom_du_participant_prenom": .givenName,
                "nom_du_participant_nom_de_famille": .familyName, "nom_du_participant_nom": .familyName,
                "adresse_mail_du_participant": .email, "tarif": .price, "fournisseur_de_paiement": .paymentMethod,
                "zusatzprodukt_zu_positions_id": .parent, "zusatzprodukt_zu_position": .parent,
                "add_on_zu_positions_id": .parent, "add_on_zu_position": .parent,
            ]
        case .indico:
            [
                "id": .reference, "name": .name, "registration_state": .status, "etat_de_l_inscription": .status,
                "statut_de_l_inscription": .status, "price": .price, "prix": .price,
            ]
        case .eventbrite:
            [
                "attendee": .reference, "attendee_id": .reference, "order": .order, "order_id": .order,
                "ticket_type": .product, "total_paid": .price, "attendee_status": .status, "home_country": .country,
                "order_type": .paymentMethod, "email": .email, "quantity": .ignore,
            ]
        case .tito:
            [
                "ticket": .product, "ticket_full_name": .name, "ticket_first_name": .givenName,
                "ticket_last_name": .familyName, "ticket_email": .email, "ticket_company_name": .affiliation,
                "ticket_reference": .reference, "void_status": .status, "price": .price, "order_email": .payerEmail,
            ]
        case .pretalx: ["id": .reference, "confirmed": .status]
        case .luma:
            [
                "api_id": .reference, "guest_id": .reference, "approval_status": .status, "amount": .price,
                "ticket_name": .product,
            ]
        case .meetup: ["user_id": .reference, "rsvp": .status, "guests": .guests, "title": .ignore]
        case .hiEvents:
            [
                "public_id": .reference, "status": .status, "product_name": .product, "ticket_name": .product,
                "id": .ignore,
            ]
        case .alfio:
            [
                "id": .reference, "category": .product, "status": .status, "full_name": .name, "paidprice": .price,
                "country_code": .country, "payment_method": .paymentMethod,
            ]
        case .googleForms, .own: [:]
        }
    }

    /// What it always says beside that, which is nothing about a person's place here.
    private var passedOver: Set<String> {
        let words =
            switch self {
            case .pretix, .pretixCheckIn:
                """
                event_slug event_name phone_number order_date order_time product_id variation_id tax_rate tax_rule tax_value \
                address zip_code city state voucher voucher_budget_usage voucher_tag voucher_code pseudonymization_id \
                ticket_secret secret seat_id seat_name seat_zone seat_row seat_number blocked valid_from valid_until \
                order_comment follow_up_date invoice_address_company invoice_address_name invoice_address_name_given_name \
                invoice_address_name_family_name invoice_address_street invoice_address_zip_code invoice_address_city \
                invoice_address_state vat_id sales_channel order_locale email_address_verified external_customer_id \
                check_in_lists position_order_link checked_in checked_out automatically_checked_in \
                requires_special_attention comment check_in_text date start_date end_date attendee_name_title \
                attendee_name_middle_name attendee_name_salutation veranstaltung kurzform bestelldatum bestellzeit \
                telefonnummer steuersatz steuerregel steuer adresse postleitzahl ort bundesstaat gutschein pseudonyme_id \
                ticket_geheimnis bestellsprache rechnungsadresse_name rechnungsadresse_firma ust_id verkaufskanal \
                e_mail_adresse_verifiziert termin beginn ende eingecheckt ausgecheckt kommentar date_de_commande \
                heure_de_commande numero_de_telephone taux_d_imposition regle_fiscale valeur_fiscale code_postal ville \
                bon_de_reduction id_pseudonyme lieu_de_commande adresse_de_facturation_nom identifiant_de_tva \
                canaux_de_vente canal_de_vente
                """
            case .indico:
                """
                registration_date checked_in check_in_date payment_date tags_present date_d_inscription title position \
                phone phone_number address date_de_paiement friendly_id
                """
            case .eventbrite:
                """
                order_date prefix suffix price_tier group currency fees_paid eventbrite_fees eventbrite_payment_processing \
                home_address_1 home_address_2 home_city home_state home_zip job_title checked_in date_attending ticket_price \
                buyer_first_name buyer_last_name buyer_email barcode discount event_name event_id gross net
                """
            case .tito:
                """
                number ticket_created_date ticket_last_updated_date ticket_phone_number event tags unique_ticket_url \
                unique_order_url order_reference order_name order_company_name order_phone_number order_discount_code order_ip \
                order_created_date order_completed_date payment_reference ticket_job_title
                """
            case .pretalx: "biography picture avatar proposal_ids proposal_titles availability"
            case .luma:
                """
                phone_number created_at checked_in_at custom_source utm_source qr_code_url amount_tax amount_discount currency \
                coupon_code eth_address solana_address survey_response_rating survey_response_feedback ticket_type_id has_joined_event joined_at
                """
            case .meetup: "event_host rsvped_on joined_group_on url_of_member_profile attendance notes profile_url"
            case .hiEvents:
                "is_checked_in checked_in_at product_id ticket_id event_id short_id created_date last_updated_date notes"
            case .alfio:
                """
                creation event originalprice discount vat reservationid locked language confirmation billing_address \
                payment_id fiscal_code reference_type private_pec
                """
            case .googleForms: "timestamp horodateur zeitstempel marca_temporal"
            // What a list of ours says beside: `registration list` writes it.
            case .own: "number due came badge language"
            }
        return Set(words.split(separator: " ").map(String.init))
    }

    /// What a header of this list says; nil for one that is not understood.
    func field(of header: String) -> ImportField? {
        let key = ImportField.key(header)
        if let field = columns[key] { return field }
        if passedOver.contains(key) { return .ignore }
        if self == .googleForms { return ImportField(question: header) }
        guard let field = ImportField(header: header) else { return nil }
        // What a form of theirs asks for is about a person; what it sells is not ours to guess.
        return field
    }

    /// Whether a column that is not understood is passed over: their questions are theirs, a list of ours has no others.
    var passesOverUnknown: Bool { self != .own }

    /// Whether nothing else says that somebody paid: who is on such a list did.
    var isPaidUnlessSaid: Bool {
        switch self {
        case .pretixCheckIn, .eventbrite, .tito, .luma: true
        default: false
        }
    }

    /// Whether the list says of each person which side events they booked, so that one that is missing was given up.
    var tellsAddOns: Bool { self == .pretix }

    /// What people on the list are unless it says so.
    var category: String? { self == .pretalx ? "speaker" : nil }
}
