import Conference
import Foundation

/// What Stripe writes, as far as it is read here. Names are Stripe's own.
enum StripeBody {
    /// - Throws: `provider_confused`.
    static func read<Body: Decodable>(_ type: Body.Type, _ data: Data) throws(PaymentsError) -> Body {
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch {
            throw PaymentsError(.providerConfused, underlying: error)
        }
    }

    struct Event: Decodable {
        let type: String
        let created: Int64
    }

    struct Envelope<Object: Decodable>: Decodable {
        struct Content: Decodable { let object: Object }
        let data: Content
    }

    struct List<Item: Decodable>: Decodable {
        let data: [Item]
        let has_more: Bool?
    }

    struct Balance: Decodable {
        let livemode: Bool
    }

    struct Numbered: Decodable { let id: String }

    /// An object by its number alone, or all of it.
    struct Linked: Decodable {
        let id: String

        init(from decoder: any Decoder) throws {
            id =
                if let number = try? decoder.singleValueContainer().decode(String.self) { number } else {
                    try Numbered(from: decoder).id
                }
        }
    }

    struct Session: Decodable {
        let id: String
        let client_reference_id: String?
        let payment_intent: Linked?
        let payment_status: String
        let status: String?
        let amount_total: Int64?
        let currency: String?
        let url: String?
        let metadata: [String: String]?

        var session: CheckoutSession {
            CheckoutSession(
                number: id, reference: client_reference_id, code: metadata?["registration"], page: url, state: state)
        }

        private var state: CheckoutSession.State {
            if payment_status == "paid", let amount_total, amount_total > 0, let currency {
                return .paid(
                    ProviderPayment(
                        number: payment_intent?.id ?? id, amount: Money(cents: amount_total),
                        currency: currency.uppercased()))
            }
            switch status {
            case "complete": return .pending
            case "expired": return .expired
            default: return .open
            }
        }
    }

    /// A charge or a refund: either names its payment.
    struct Refunded: Decodable { let payment_intent: Linked? }

    struct Refund: Decodable {
        let id: String
        let amount: Int64
        let currency: String?
        let status: String?
        let created: Int64
        let metadata: [String: String]?

        func refund(of payment: String) -> ProviderRefund {
            let isOver = status == "failed" || status == "canceled"
            return ProviderRefund(
                number: id, payment: payment, amount: Money(cents: amount), currency: (currency ?? "").uppercased(),
                reference: metadata?["reference"], state: isOver ? .failed : .sent,
                time: Date(timeIntervalSince1970: Double(created)))
        }
    }

    struct Payout: Decodable {
        let id: String
        let amount: Int64
        let currency: String
        let arrival_date: Int64
        let automatic: Bool?
    }

    /// A movement on the account at Stripe.
    struct Movement: Decodable {
        let id: String
        let type: String
        let fee: Int64
        let net: Int64
        /// What moved: a charge or a refund, where it was asked for in full.
        let source: Refunded?

        private enum CodingKeys: CodingKey { case id, type, fee, net, source }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            id = try container.decode(String.self, forKey: .id)
            type = try container.decode(String.self, forKey: .type)
            fee = try container.decode(Int64.self, forKey: .fee)
            net = try container.decode(Int64.self, forKey: .net)
            source = try? container.decodeIfPresent(Refunded.self, forKey: .source)
        }
    }

    struct Problem: Decodable {
        struct Content: Decodable {
            let code: String?
            let message: String?
        }
        let error: Content
    }
}
