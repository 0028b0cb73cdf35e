import Conference

/// What an event's settings say in pretix's protocol: how names are written, and that nothing is sold or asked here.
extension ScannerCatalog {
    var settings: ScannerJSON {
        let no: [String] = [
            "attendee_addresses_asked", "attendee_addresses_required", "attendee_company_asked",
            "attendee_company_required", "attendee_emails_asked", "attendee_emails_required", "attendee_names_asked",
            "attendee_names_required", "invoice_address_asked", "invoice_address_beneficiary",
            "invoice_address_company_required", "invoice_address_not_asked_free", "invoice_address_required",
            "invoice_address_vatid", "invoice_name_required", "order_phone_asked", "order_phone_required",
            "reusable_media_type_barcode", "reusable_media_type_nfc_mf0aes",
            "reusable_media_type_nfc_mf0aes_random_uid",
            "reusable_media_type_nfc_uid", "reusable_media_usage_enforced", "show_dates_on_frontpage",
            "show_quota_left", "ticket_download", "ticket_download_addons", "ticket_download_nonadm",
            "ticket_download_pending",
        ]
        let empty: [String] = [
            "invoice_address_from", "invoice_address_from_city", "invoice_address_from_country",
            "invoice_address_from_name", "invoice_address_from_state", "invoice_address_from_tax_id",
            "invoice_address_from_vat_id", "invoice_address_from_zipcode", "tax_rule_cancellation", "tax_rule_payment",
        ]
        let fields: [ScannerJSON.Field] =
            no.map { ScannerJSON.Field(name: $0, value: false) } + empty.map { ScannerJSON.Field(name: $0, value: "") }
        let named: ScannerJSON = [
            "name_scheme": "full", "_name_scheme_fields": [["key": "full_name", "label": "Name", "weight": 1]],
            "_name_scheme_salutations": [], "_name_scheme_titles": [], "locale": "en",
            "locales": .list(Language.allCases.map { .text($0.rawValue) }), "invoice_address_custom_field": nil,
            "invoice_address_custom_field_helptext": nil, "invoice_address_vatid_required_countries": [],
            "last_order_modification_date": nil, "max_items_per_order": 1, "system_question_order": [:],
        ]
        return named.with(.object(fields))
    }
}
