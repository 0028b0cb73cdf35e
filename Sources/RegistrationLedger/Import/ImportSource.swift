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
                ["order_code", "position_id", "product"], ["bestellnummer", "produkt", "positionsnummer"],
                ["bestellnummer", "produkt", "position"], ["bestellnummer", "produkt", "positions_id"],
                ["code_de_commande", "produit", "id_de_position"], ["code_de_commande", "produit", "position_id"],
                ["code_de_commande", "produit", "id_de_la_position"],
                ["codigo_del_pedido", "producto", "id_de_posicion"],
                ["codigo_de_pedido", "producto", "id_de_posicion"],
            ]
        case .pretixCheckIn:
            [
                ["order_code", "attendee_name", "product"], ["bestellnummer", "name_des_teilnehmers", "produkt"],
                ["bestellnummer", "teilnehmername", "produkt"], ["bestellnummer", "name_teilnehmer_in", "produkt"],
                ["code_de_commande", "nom_du_participant", "produit"],
                ["codigo_del_pedido", "nombre_del_asistente", "producto"],
                ["codigo_de_pedido", "nombre_del_asistente", "producto"],
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
                ["order_no", "first_name", "surname", "ticket_type"], ["order_id", "attendee_status", "ticket_type"],
                ["n_de_commande", "prenom", "type_de_billet"], ["no_de_commande", "prenom", "type_de_billet"],
                ["numero_de_commande", "prenom", "type_de_billet"], ["bestellnr", "vorname", "tickettyp"],
                ["bestellnummer", "vorname", "tickettyp"], ["n_de_pedido", "nombre", "tipo_de_entrada"],
                ["numero_de_pedido", "nombre", "tipo_de_entrada"],
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
        case .pretix, .pretixCheckIn: Self.pretixColumns
        case .indico:
            [
                "id": .reference, "name": .name, "registration_state": .status, "etat_de_l_inscription": .status,
                "statut_de_l_inscription": .status, "price": .price, "prix": .price,
            ]
        case .eventbrite: Self.eventbriteColumns
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

    /// The columns of pretix in English, German, French and Spanish, of today and of some years ago.
    private static let pretixColumns: [String: ImportField] = {
        let names: [(ImportField, String)] = [
            (.order, "order_code bestellnummer code_de_commande codigo_de_pedido codigo_del_pedido"),
            (
                .position,
                """
                position_id positionsnummer positions_id position id_de_position id_de_la_position id_de_posicion
                """
            ),
            (
                .parent,
                """
                add_on_to_position_id zusatzprodukt_zu_positions_id zusatzprodukt_zu_position add_on_zu_positions_id \
                add_on_zu_position add_on_a_la_position_id add_on_al_id_de_posicion
                """
            ),
            (.name, pretixNames.joined(separator: " ")),
            (
                .email,
                """
                attendee_email teilnehmer_e_mail e_mail_teilnehmer_in adresse_e_mail_du_participant \
                adresse_mail_du_participant e_mail_du_participant correo_electronico_del_participante
                """
            ),
            (.payerEmail, "email e_mail adresse_e_mail correo_electronico"),
            (.product, "product produkt produit producto"),
            (.variation, "variation variante variante_de_produit variacion"),
            (.price, "price preis prix tarif precio"), (.status, "status statut estado estatus"),
            (.paid, "paid bezahlt paye pagado"),
            (
                .affiliation,
                """
                attendee_company company teilnehmer_innen_firma firma entreprise_du_participant entreprise \
                empresa_asistente empresa compania
                """
            ),
            (.country, "country attendee_country land pays pais"),
            (
                .paymentMethod,
                """
                payment_providers payment_provider zahlungsmethode zahlungsmethoden fournisseur_de_paiement \
                fournisseurs_de_paiement proveedores_de_pago
                """
            ),
            (.ignore, "invoice_address_country"),
        ]
        var columns = named(names)
        // ‘Attendee name: Given name’; of the other parts the whole name tells.
        for name in pretixNames {
            for part in ["given_name", "first_name", "vorname", "prenom", "nombre", "primer_nombre"] {
                columns["\(name)_\(part)"] = .givenName
            }
            for part in ["family_name", "last_name", "nachname", "nom_de_famille", "nom", "apellido"] {
                columns["\(name)_\(part)"] = .familyName
            }
            for part in [
                "title", "titel", "titre", "salutation", "anrede", "middle_name", "mittlerer_name", "deuxieme_prenom",
                "segundo_nombre", "calling_name", "latin_transcription", "degree_after_name",
            ] { columns["\(name)_\(part)"] = .ignore }
        }
        return columns
    }()

    /// The columns of Eventbrite in the languages of its sites.
    private static let eventbriteColumns = named([
        (
            .reference,
            """
            attendee attendee_id attendee_no n_de_participant no_de_participant numero_de_participant teilnehmernr \
            teilnehmernummer n_de_asistente numero_de_asistente
            """
        ),
        (
            .order,
            """
            order order_id order_no n_de_commande no_de_commande numero_de_commande bestellnr bestellnummer n_de_pedido \
            numero_de_pedido
            """
        ),
        (.product, "ticket_type type_de_billet tickettyp tipo_de_entrada"),
        (.price, "total_paid total_paye gesamtbetrag total_pagado"),
        (.status, "attendee_status statut_du_participant teilnehmerstatus estado_del_asistente"),
        (.country, "home_country"), (.paymentMethod, "order_type type_de_commande bestelltyp tipo_de_pedido"),
        (.email, "email"), (.payerEmail, "buyer_email"),
        (.quantity, "quantity ticket_quantity quantite anzahl cantidad"),
    ])

    private static let pretixNames = [
        "attendee_name", "teilnehmername", "name_des_teilnehmers", "name_teilnehmer_in", "teilnehmer_innenname",
        "nom_du_participant", "nombre_del_asistente",
    ]

    private static func named(_ names: [(ImportField, String)]) -> [String: ImportField] {
        names.reduce(into: [:]) { columns, entry in
            for word in entry.1.split(separator: " ") { columns[String(word)] = entry.0 }
        }
    }

    /// What it always says beside that, which is nothing about a person's place here.
    private var passedOver: Set<String> {
        let words =
            switch self {
            case .pretix, .pretixCheckIn:
                """
                address adresse adresse_de_facturation_code_postal adresse_de_facturation_de_l_entreprise \
                adresse_de_facturation_nom adresse_de_facturation_pays adresse_de_facturation_rue \
                adresse_de_facturation_ville adresse_e_mail_verifiee attendee_name_middle_name attendee_name_salutation \
                attendee_name_title ausgecheckt ausgetreten automatically_checked_in automatisch_eingecheckt beginn \
                benotigt_besondere_behandlung bestelldatum bestellkommentar bestellsprache bestelluhrzeit bestellzeit \
                blocked bloque bloqueado bon bon_de_reduction bundesstaat calle_de_la_direccion_de_facturacion \
                canal_de_venta canal_de_ventas canal_de_vente canaux_de_vente check_in_hinweis check_in_listen \
                check_in_lists check_in_text checked_in checked_out chequeado city ciudad ciudad_de_facturacion \
                code_du_bon code_du_bon_d_achat code_postal codigo_de_cupon codigo_del_vale_de_compra codigo_postal \
                comentario comentario_del_pedido comment commentaire commentaire_de_commande comprado \
                correo_electronico_verificado date date_de_commande date_de_debut date_de_fin date_de_suivi \
                datum_zur_wiedervorlage direccion direccion_de_facturacion direccion_de_facturacion_apellido \
                direccion_de_facturacion_codigos_postales direccion_de_facturacion_de_la_empresa \
                direccion_de_facturacion_nombre e_mail_adresse_verifiziert eingecheckt email_address_verified end_date \
                ende enlace_al_pedido enregistrement_automatique enregistrement_effectue \
                estado_o_provincia_para_la_direccion_de_la_factura etat event_name event_slug external_customer_id \
                externe_kundennummer fecha fecha_de_inicio fecha_de_seguimiento fecha_del_pedido fecha_final \
                fila_de_la_butaca follow_up_date gesperrt gultig_ab gultig_bis gutschein gutschein_tag gutscheincode \
                heure_de_commande hora_del_pedido id_asiento id_cliente_externo id_de_variacion id_del_producto \
                id_du_siege id_producto id_produit id_pseudonyme id_seudonimo id_variacion id_variant \
                identifiant_de_commercant_externe identifiant_de_tva identificador_iva idioma_del_pedido impuestos \
                invoice_address_city invoice_address_company invoice_address_name invoice_address_name_family_name \
                invoice_address_name_given_name invoice_address_name_title invoice_address_state invoice_address_street \
                invoice_address_zip_code kommentar kurzform kurzname_der_veranstaltung langue_de_la_commande \
                lien_vers_la_commande lieu_de_commande link_zur_bestellposition lista_de_asistentes \
                listes_d_enregistrement localizacion_del_pedido necessite_une_attention_particuliere \
                nom_de_l_adresse_de_facturation nom_de_l_adresse_de_facturation_nom_de_famille \
                nom_de_l_adresse_de_facturation_prenom nom_de_l_evenement nom_du_siege nombre_del_asiento \
                nombre_del_evento norma_fiscal numero_de_iva numero_de_la_butaca numero_de_telefono numero_de_telephone \
                order_comment order_date order_locale order_time ort passe_en_caisse phone_number position_order_link \
                postleitzahl product_id produkt_id pseudonyme_id pseudonymization_id rangee_de_sieges \
                rechnungsadresse_bundesstaat rechnungsadresse_firma rechnungsadresse_land rechnungsadresse_name \
                rechnungsadresse_name_nachname rechnungsadresse_name_vorname rechnungsadresse_plz rechnungsadresse_stadt \
                rechnungsadresse_strasse region_de_l_adresse_de_facturation registro_automatico regle_fiscale \
                requiere_atencion_especial requiere_una_atencion_especial requires_special_attention sales_channel \
                salutation seat_id seat_name seat_number seat_row seat_zone secret secret_du_billet secreto \
                secreto_de_la_entrada sitzbereich sitzbezeichnung sitzplatz sitzplatz_id sitzplatz_nummer sitzreihe \
                slug_del_evento stadt start_date state steuer steuerregel steuersatz tasa_impositiva tasas \
                taux_d_imposition tax_rate tax_rule tax_value telefonnummer termin texte_d_enregistrement \
                texto_de_check_in ticket_code ticket_geheimnis ticket_secret title titre_de_l_evenement \
                uso_del_presupuesto_del_vale ust_id ust_id_nr utilisation_du_budget_des_bons valable_depuis \
                valable_jusqu_au vale_de_compra valeur_fiscale valid_from valid_until valido_desde valido_hasta \
                valor_fiscal varianten_id variation_id vat_id veranstaltung veranstaltungstitel verkaufskanal \
                verwendetes_gutscheinbudget ville voucher voucher_budget_usage voucher_code voucher_tag zip_code \
                zona_de_la_butaca zone_du_siege
                """
            case .indico:
                """
                registration_date checked_in check_in_date payment_date tags_present date_d_inscription title position \
                phone phone_number address date_de_paiement friendly_id titre enregistre date_d_enregistrement \
                fonction adresse telephone numero_de_telephone etiquettes
                """
            case .eventbrite:
                """
                order_date prefix suffix price_tier group currency fees_paid eventbrite_fees eventbrite_payment_processing \
                home_address_1 home_address_2 home_city home_state home_zip job_title checked_in date_attending ticket_price \
                buyer_first_name buyer_last_name buyer_name barcode discount event_name event_id gross net ticket_tier \
                home_postcode county_of_residence date_de_la_commande groupe devise frais_eventbrite frais_payes \
                bestelldatum gruppe wahrung eventbrite_gebuhren fecha_del_pedido grupo moneda phone_number cell_phone
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
