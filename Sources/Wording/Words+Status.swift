package import Conference

extension Words {
    /// The status of the HTTP answer (RFC 9110) that tells of an error; 500 for one that has no words.
    ///
    /// What is only warned of goes with an answer that is well.
    package static func status(of error: any Error) -> Int {
        (error as? any DescribedError).flatMap { statuses[$0.code.rawValue] } ?? 500
    }

    /// Whether a code has a status; a test asks it of all.
    package static func hasStatus(_ code: AnyErrorCode) -> Bool { statuses[code.rawValue] != nil }

    /// The codes by their status: every one of `codes` once, as a test checks.
    private static let codesByStatus: [Int: String] = [
        200: """
        armor_checksum_mismatch clock_behind clock_jumped encryption_subkey_expired event_file_open
        expired expires_soon large_key looks_like_another no_encryption_subkey no_signing_key
        photos_dropped revocation_unverified same_key_material sha1_self_signature short_key
        subkeys_dropped uncommon_curve unsigned_subkeys_dropped unsigned_user_ids_dropped
        user_id_control_characters user_id_double_encoded user_id_invisible_characters
        user_id_look_alikes user_id_mixed_scripts user_id_not_utf8 user_id_stacked_marks
        user_id_without_mail
        """,
        400: """
        account_not_manual add_on_unknown address_too_long allotment_places_invalid amount_ambiguous
        amount_currency_differs amount_far_above amount_invalid amount_missing amount_not_positive
        amount_too_large anchor_unreadable announcement_text_missing answer_missing
        answer_not_for_badges approval_proof_invalid artwork_filter_too_large
        artwork_nested_too_deep artwork_picture_too_large artwork_repeats_too_much aspect_differs
        attribute_malformed back_size_differs badge_mark_missing badge_name_missing
        badges_not_selected barred_nobody batch_empty batch_too_large bic_invalid body_invalid
        bounce_unreadable bundle_unreadable cash_not_payable category_price category_unknown
        cell_too_long characters_removed choice_unknown clerk_role_wrong clock_difference_invalid
        closes_before_it_opens code_invalid code_mistyped code_too_small color_invalid
        color_malformed column_missing column_repeated column_unknown columns_passed_over
        copies_out_of_range correction_missing count_negative country_unknown credential_invalid
        credential_missing currency_invalid currency_unsupported cursor_invalid date_invalid
        day_not_of_gate day_unknown days_invalid days_missing days_out_of_order days_unclear
        definition_wrong dividers_without_order document_label_invalid document_not_invoice
        document_too_large dpi_out_of_range drawn_coarsely element_not_drawn email_invalid
        empty_submission encoding_read ends_before_it_begins entry_dated_ahead entry_sides_differ
        entry_sides_missing event_file_name exhibitor_field_unasked exhibitor_fields_missing
        exhibitor_role external_reference field_absent field_cloned field_hidden field_misplaced
        field_not_a_rectangle field_only_labelled field_outside_page field_repeated field_skewed
        field_transform_unsupported field_without_area fields_overlap file_empty file_form_unread
        file_not_utf8 file_too_large filter_not_drawn fingerprint_empty fingerprint_is_key_id
        fingerprint_length fingerprint_not_hexadecimal first_label_out_of_range float_negative
        font_missing font_replaced form_unreadable glyph_missing goods_invalid guardian_missing
        guests_passed_over hand_over_item_unknown host_invalid iban_invalid idempotency_key_invalid
        identifier_invalid identifier_reserved image_too_large import_wrong incarnation_invalid
        invoice_due_past invoice_payer_missing invoice_people_missing invoice_too_many_people
        item_unknown key_missing key_unknown labels_do_not_fit letter_kind_invalid limit_invalid
        list_length list_prefix_invalid lookup_by_fingerprint mail_login_in_the_clear mail_way
        mailbox_invalid mailbox_too_large mask_count_invalid media_malformed media_unsupported
        merge_with_itself name_duplicate name_missing no_fields no_label_left nonce_differs
        nonce_missing not_a_list not_a_mapping not_a_value not_svg number_invalid origin_invalid
        output_is_folder paint_not_drawn paper_empty paper_lines_wrong paper_selection_missing
        path_invalid payment_choice_missing payment_not_by_hand payments_holder_missing
        picture_not_read picture_size_invalid pin_invalid pin_too_simple price_differs
        product_unknown qr_text_empty qr_text_has_zero_byte qr_text_too_long question_unknown
        queue_missing quote_misplaced quote_unclosed rate_invalid reason_missing
        register_address_missing register_category register_needs_mail register_party_too_large
        replica_place_unknown report_invalid rotation_minutes_invalid row_invalid row_length
        rows_above_heading rows_undecided scale_invalid scan_subject_missing scanners_closed
        schedule_unreadable search_too_long sequence_invalid server_address_invalid sheet_unknown
        sheets_passed_over sides_unsupported simulation_too_large size_in_pixels size_invalid
        size_missing skipped_label_out_of_range slip_count_invalid statement_broken
        statement_columns_unknown statement_date_ambiguous statement_date_missing
        statement_direction_unclear statement_empty statement_form_unknown statement_line_twice
        statement_status_unknown statement_xml_unsafe style_ignored svg_unreadable template_invalid
        template_larger_than_label template_name_invalid template_without_back tendered_not_cash
        tendered_too_little terminal_name_invalid text_ellipsized text_flowed text_has_controls
        text_missing text_on_path text_positions text_size_missing text_style_ignored text_too_high
        text_too_long till_name_invalid time_ahead time_invalid time_zone_unknown timestamp_invalid
        too_many_names unknown_attribute unknown_class unknown_field value_repeated view_box_missing
        voucher_reduction webhook_address_invalid webhook_forged webhook_kinds_missing webhook_old
        webhook_unreadable word_broken workbook_broken yaml_syntax
        """,
        401: """
        device_revoked participant_token_missing participant_token_unknown token_missing
        token_unknown
        """,
        403: """
        beyond_rule_too_much clerk_missing form_foreign gate_not_allowed let_in_needs_invoice
        override_not_allowed pin_locked pin_wrong role_not_allowed undo_not_allowed
        waiver_beyond_desk
        """,
        404: """
        allotment_unknown announcement_unknown approval_proof_missing badge_missing barred_unknown
        booth_badge_unknown challenge_unknown checkout_unknown clerk_unknown conflict_unknown
        device_unknown document_unknown enrollment_unknown entry_unknown event_folder_missing
        event_missing exhibitor_unknown gate_unknown invitation_unknown key_not_found
        letter_kind_unknown letter_unknown list_unknown mail_unknown no_key_handed_in note_unknown
        number_unknown online_refund_unknown own_key_not_listed own_link_unknown payments_off
        period_unknown print_job_unknown queue_job_unknown queue_unknown registration_unknown
        report_share_unknown report_unknown route_unknown scan_unknown statement_line_unknown
        submission_unknown template_unreadable till_unknown voucher_unknown webhook_unknown
        withheld_unknown
        """,
        405: """
        method_not_allowed
        """,
        409: """
        add_on_full add_on_in_use add_on_not_held announcement_exists approval_not_asked
        badge_changed_meanwhile badge_outdated badge_printed badge_revoked badge_unprinted
        bundle_differs cancel_count_differs category_in_use challenge_expired challenge_used
        code_wrong_too_often conflict_settled correction_changes_nothing day_full days_in_use
        days_not_on_sale definition_changed definition_fixed definition_not_editable
        description_layout document_not_paid document_nothing_new document_predates documents_kept
        dot_missing enrollment_used entry_corrected entry_not_correctable erratum_empty event_exists
        event_file_foreign event_file_in_use event_file_older event_file_too_new
        event_not_handed_over event_other exhibitor_nothing_agreed first_machine_answers
        first_machine_writes gate_already_closed gate_closed_for_ever gate_not_closed hand_over_busy
        hand_over_done hand_over_forked hand_over_missing hand_over_not_copied hand_over_own
        hand_over_taken idempotency_conflict identity_missing incarnations_exhausted invitation_over
        invoice_nothing_due invoice_part_unclear invoice_settled issues_exhausted kept_less
        key_of_another_registration keysigning_closed keysigning_not_planned keysigning_open
        kiosk_refused letter_answer_missing letter_erased letter_nobody letter_not_admitted
        letter_not_own letter_place_gone letter_unpaid list_empty list_too_long list_unsettled
        mail_ended mail_not_planned mail_nothing_to_tell nobody_concerned nobody_to_admit
        nobody_to_write_to not_cancelled nothing_due nothing_kept nothing_to_refund nothing_to_waive
        own_name_fixed own_ticket_unpaid own_too_late own_unapproved own_unconfirmed period_closed
        period_not_over person_barred place_free place_held preflight_refused print_job_ended
        queue_not_accepting reference_taken refund_already_sent refund_not_online refund_too_large
        register_closed register_full register_refused register_too_many registration_cancelled
        registration_erased registration_moved rehearsal_running rotation_too_small scan_not_refused
        scan_undone seats_in_use secret_shown sequence_conflict snapshot_missing statement_came_back
        statement_is_no_return statement_is_return statement_line_settled statement_line_waits
        statement_more_than_due statement_no_code statement_nothing_due statement_other_currency
        statement_repeated statement_reversal_stays statement_several_codes statement_shares_differ
        statement_uncertain_code tick_own_key till_not_open till_open_already till_too_empty
        too_many_announcements too_many_keys_of_person too_many_notes voucher_held
        voucher_not_for_category voucher_not_held voucher_not_valid voucher_used_up waits_already
        waits_not waiver_too_large wallet_certificate_missing webhooks_too_many which_key
        withheld_settled
        """,
        410: """
        enrollment_expired
        """,
        412: """
        registration_changed
        """,
        413: """
        approval_proof_too_large body_too_large paper_too_long proof_too_large statement_too_large
        statement_too_long submission_too_large upload_too_long
        """,
        422: """
        age_key algorithm_unsupported armor_corrupt armor_truncated cannot_certify
        certificate_too_large code_wrong compressed_data confirmation_missing created_in_future
        encrypted_message fingerprint_mismatch fingerprint_version_3 first_packet_not_key
        foreign_secret_key gnupg_disagrees gnupg_found_no_key gnupg_too_slow key_invalid key_revoked
        key_revoked_by_revoker key_version_3 key_version_5 key_version_6 key_version_unknown
        keybox_file minisign_key no_mail_user_id no_user_id no_valid_user_id not_openpgp
        only_a_fingerprint outlook_message oversized_key packet_length_unsupported packet_malformed
        packet_too_large proof_bad_signature proof_in_future proof_key_expired proof_key_revoked
        proof_no_encryption_key proof_not_clear_signed proof_not_signed proof_other_key
        proof_several_messages proof_several_signatures proof_signature_expired proof_text_differs
        proof_too_early proof_weak_hash revocation_certificate revocation_guarded
        revocation_not_of_key revoker_not_at_hand scanner_keyboard_wrong secret_key several_keys
        sha1_refused signature signed_message ssh_key too_many_keys too_many_packets
        too_many_self_signatures too_many_subkeys too_many_user_ids user_id_too_long weak_key
        web_page x509_certificate
        """,
        429: """
        register_too_often searches_too_many too_many_challenges too_many_keys_sent
        """,
        500: """
        add_on_oversold address_unavailable anchor_differs anchor_foreign anchor_forged
        audit_findings backup_damaged backup_not_written backup_unreadable badge_font_missing
        bundle_not_written chain_broken charge_differs cipher_failed cipher_missing
        correction_differs correction_untold day_oversold days_differ definition_differs
        definition_missing document_differs document_missing door_module_missing drawing_failed
        due_in_both entry_missing entry_unbalanced entry_unreadable event_file_damaged
        event_file_empty event_file_forbidden event_file_truncated event_folder_read_only
        event_log_missing font_configuration_unreadable font_folder_missing fonts_missing
        gnupg_unavailable hash_wrong history_broken history_unreadable internal journal_unreadable
        key_file_missing key_file_open key_foreign key_not_written key_unreadable keys_missing
        keys_open letter_file_missing lines_differ mail_template_missing mail_template_wrong
        numbers_exhausted output_failed output_not_written page_template_missing page_template_wrong
        particulars_differ payment_differs payments_differ posting_missing posting_orphaned
        print_job_unreadable print_queue_stopped qr_out_of_memory record_differs record_unsealed
        registration_missing registration_unreadable replica_tool_failed replica_tool_missing
        replica_unreadable request_broken request_missing resource_missing resources_missing
        row_impossible scan_unreadable seal_broken seats_differ secret_open shift_differs
        signing_key_missing template_fails till_differs tls_certificate_early tls_certificate_ends
        tls_certificate_expired tls_certificate_unreadable tls_files_mismatched tls_key_unreadable
        tombstones_unreadable transfer_open wallet_certificate_unusable withheld_unreadable
        words_missing
        """,
        502: """
        print_refused
        """,
        503: """
        door_busy event_closing event_elsewhere event_file_busy event_file_gone event_file_only_read
        event_file_replaced event_file_unchecked event_stopped event_taken_over examination_busy
        mail_failed mail_links_in_the_clear mail_login_refused mail_login_unknown
        mail_password_missing mail_paused mail_refused mail_server_confused mail_server_refuses
        mail_server_unreachable mail_tls_not_offered mail_tls_untrusted messages_full
        print_server_unreachable provider_confused provider_key_missing provider_key_odd
        provider_key_refused provider_key_test provider_other_address provider_refuses
        provider_secret_missing provider_secret_odd provider_unreachable rendering_busy
        sendmail_missing too_many_readers withheld_full
        """,
        507: """
        disk_full disk_low
        """,
    ]

    static let statuses: [String: Int] = codesByStatus.reduce(into: [:]) { statuses, entry in
        for code in entry.value.split(whereSeparator: \.isWhitespace) {
            let before = statuses.updateValue(entry.key, forKey: String(code))
            precondition(before == nil, "\(code) has two statuses")
        }
    }
}
