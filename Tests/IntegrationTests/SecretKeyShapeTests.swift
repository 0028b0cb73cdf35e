import Foundation
import LanyardTestSupport
import Testing

/// Secret keys as real programs write them, saved and mailed as people do: the page recognizes each before it is sent, and
/// the server refuses each that comes all the same.
@Suite(.waitsForPrograms)
struct SecretKeyShapeTests {
    private struct Device: Decodable { let token: String }
    private struct Invitation: Decodable { let token: String }

    /// Makes `secret/` and `public/`, each with files of every shape, and the same two in `packed/`, which only the page unpacks.
    private static let shapes = """
        set -eu
        export GNUPGHOME=$PWD/home
        mkdir -m 700 home guarded; mkdir secret public
        make() {
            gpg --batch --quiet --pinentry-mode loopback --passphrase "$1" --quick-gen-key "$2" ed25519 sign,cert never
        }
        make '' 'Ada Invented <ada@example.org>'
        gpg --batch --armor --export-secret-keys > secret/armoured
        gpg --batch --export-secret-keys > secret/binary
        gpg --batch --armor --export > public/armoured
        gpg --batch --export > public/binary
        cat home/private-keys-v1.d/*.key > secret/agent
        GNUPGHOME=$PWD/guarded make 'a guard' 'Eve Invented <eve@example.org>'
        cat guarded/private-keys-v1.d/*.key > secret/agent-guarded
        cat public/armoured secret/armoured > secret/behind-the-public-one
        sed 's/$/\\r/' secret/armoured > secret/from-windows
        sed 's/^/> > /;s/$/\\r/' secret/armoured > secret/quoted-twice
        sed 's/----/\u{2014}/g' secret/armoured > secret/dashes-of-a-word-processor
        grep -v '^-' secret/armoured | sed 1d > secret/without-its-header
        grep -v '^-' public/armoured | sed 1d > public/without-its-header
        printf '(11:private-key(3:ecc(5:curve7:Ed25519)(5:flags5:eddsa)(1:q1:q)(1:d1:d)))' > secret/agent-canonical
        openssl genpkey -algorithm ed25519 -out secret/pkcs8.pem
        openssl pkey -in secret/pkcs8.pem -outform DER -out secret/pkcs8.der
        openssl pkcs8 -topk8 -in secret/pkcs8.pem -passout pass:guard -out secret/pkcs8-guarded.pem
        openssl pkcs8 -topk8 -in secret/pkcs8.pem -passout pass:guard -outform DER -out secret/pkcs8-guarded.der
        openssl genrsa -traditional -out secret/pkcs1.pem 2048
        openssl rsa -in secret/pkcs1.pem -outform DER -traditional -out secret/pkcs1.der
        openssl ecparam -name prime256v1 -genkey -noout -out secret/sec1.pem
        openssl ec -in secret/sec1.pem -outform DER -out secret/sec1.der
        openssl req -x509 -key secret/pkcs1.pem -subj /CN=Ada -days 30 -out public/certificate.pem
        openssl x509 -in public/certificate.pem -outform DER -out public/certificate.der
        openssl pkcs12 -export -inkey secret/pkcs1.pem -in public/certificate.pem -passout pass:guard -out secret/pkcs12
        base64 secret/pkcs12 > secret/pkcs12-base64
        sed 's/^/> /;s/$/\\r/' secret/pkcs12-base64 > secret/pkcs12-quoted
        ssh-keygen -q -t ed25519 -N '' -C ada -f ssh
        mv ssh secret/openssh; mv ssh.pub public/openssh
        ssh-keygen -q -t ed25519 -N guard -C ada -f ssh
        mv ssh secret/openssh-guarded
        printf '%s\\n' 'PuTTY-User-Key-File-3: ssh-ed25519' 'Encryption: none' 'Comment: ada' 'Public-Lines: 1' \\
            'AAAAC3NzaC1lZDI1NTE5AAAAIInvented' 'Private-Lines: 1' 'AAAAIInvented' 'Private-MAC: 00' > secret/putty
        sed 's/$/\\r/' secret/putty > secret/putty-from-windows
        python3 - <<'PYTHON'
        import base64, email.message, email.policy, gzip, pathlib, quopri, urllib.parse, zipfile

        def attached(source, target):
            mail = email.message.EmailMessage(policy=email.policy.SMTP)
            mail["From"], mail["Subject"] = "Ada Invented <ada@example.org>", "my key"
            mail.set_content("Here it is.\\n")
            mail.add_attachment(
                pathlib.Path(source).read_bytes(), maintype="application", subtype="octet-stream", filename="key")
            pathlib.Path(target).write_bytes(bytes(mail))

        for kind in ["secret", "public"]:
            attached(f"{kind}/binary", f"{kind}/attached.eml")
        for name in ["agent", "putty", "pkcs12", "pkcs8-guarded.der", "armoured"]:
            attached(f"secret/{name}", f"secret/attached-{name}.eml")
        text = pathlib.Path("secret/armoured").read_text()
        head = b"Content-Type: text/plain; charset=utf-8\\nContent-Transfer-Encoding: quoted-printable\\n\\n"
        pathlib.Path("secret/printable.eml").write_bytes(head + quopri.encodestring(text.encode()))
        pathlib.Path("secret/utf-16").write_bytes(text.encode("utf-16"))
        head = b"\\xd0\\xcf\\x11\\xe0\\xa1\\xb1\\x1a\\xe1" + bytes(504)
        pathlib.Path("secret/utf-16-unmarked").write_bytes(text.encode("utf-16-be"))
        for kind in ["secret", "public"]:
            lines = pathlib.Path(f"{kind}/armoured").read_text().replace(" ", "&nbsp;").splitlines()
            pathlib.Path(f"{kind}/page.html").write_text("<div>" + "<br>\\n".join(lines) + "</div>\\n")
        # What the servers on the way add: base64 that begins like a secret key.
        signed = base64.b64encode(b"\\x95" + b"signature of a mail server" * 8).decode()
        seal = "DKIM-Signature: v=1; a=rsa-sha256;\\n b=c2ln" + "".join(
            "\\n " + signed[start:start + 70] for start in range(0, len(signed), 70))
        for kind in ["secret", "public"]:
            mail = pathlib.Path(f"{kind}/armoured").read_text()
            pathlib.Path(f"{kind}/sealed.eml").write_text(f"{seal}\\nContent-Type: text/plain\\n\\n{mail}")
        bare = [line for line in text.splitlines() if line and not line.startswith("-")]
        pathlib.Path("secret/quoted-with-initials").write_text("".join(f"AL> {line}\\n" for line in bare))
        hidden = "".join(f"\\u00a0{line}\\u200b\\n" for line in bare)
        pathlib.Path("secret/hidden-characters").write_text(hidden, encoding="utf-8")
        whole = base64.b64encode(pathlib.Path("secret/binary").read_bytes()).decode()
        pathlib.Path("secret/json").write_text('{"name": "ada", "key": "' + whole + '"}')
        attached("secret/attached.eml", "secret/attached-mail.eml")
        pathlib.Path("secret/dnssec").write_text("Private-key-format: v1.3\\nAlgorithm: 15 (ED25519)\\nPrivateKey: SW52\\n")
        pathlib.Path("secret/wireguard").write_text("[Interface]\\nPrivateKey = SW52ZW50ZWQ=\\nAddress = 10.0.0.1/32\\n")
        pathlib.Path("secret/dotnet").write_text(
            "<RSAKeyValue><Modulus>SW52</Modulus><Exponent>AQAB</Exponent><D>SW52</D></RSAKeyValue>")
        pathlib.Path("secret/outlook.msg").write_bytes(head + text.encode("utf-16-le"))

        def dumped(data):
            for start in range(0, len(data), 16):
                line = data[start:start + 16]
                pairs = [f"{byte:02x}" for byte in line]
                shown = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in line)
                yield f"{start:08x}  {' '.join(pairs[:8])}  {' '.join(pairs[8:])}  |{shown}|"

        for kind in ["secret", "public"]:
            bytes_, armoured = (pathlib.Path(f"{kind}/{name}").read_bytes() for name in ["binary", "armoured"])
            shapes = {
                "dumped": "\\n".join(dumped(bytes_)), "digits": bytes_.hex(), "digits-quoted": "> " + bytes_.hex(" ", 2),
                "source-code": "{" + ", ".join(f"0x{byte:02X}" for byte in armoured) + "}",
                "form": "keytext=" + urllib.parse.quote_plus(armoured), "address": urllib.parse.quote(bytes_),
            }
            for name, shape in shapes.items():
                pathlib.Path(f"{kind}/{name}").write_text(shape + "\\n")
            folder = pathlib.Path("packed", kind)
            folder.mkdir(parents=True)
            (folder / "gzip").write_bytes(gzip.compress(bytes_))
            (folder / "gzip-base64").write_bytes(base64.encodebytes(gzip.compress(armoured)))
            with zipfile.ZipFile(folder / "zip", "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("readme.txt", "Here it is.\\n" * 20)
                archive.writestr("key.asc", armoured)
        PYTHON
        printf '\\376\\355\\376\\355\\0\\0\\0\\2\\0\\0\\0\\1\\0\\0\\0\\1' > secret/java
        printf '{"d": "aW52ZW50ZWQ", "crv": "Ed25519", "kty": "OKP", "x": "aW52ZW50ZWQ"}' > secret/jwk
        printf '{"crv": "Ed25519", "kty": "OKP", "x": "aW52ZW50ZWQ"}' > public/jwk
        gpgconf --kill all; GNUPGHOME=$PWD/guarded gpgconf --kill all
        """

    private static let recognition = """
        import { readFileSync, readdirSync } from "node:fs";
        import { isPackedSecretKey } from "./packed-keys.js";
        import { isSecretKey } from "./secret-keys.js";
        for (const folder of ["secret", "public", "packed/secret", "packed/public"]) {
            for (const name of readdirSync(folder)) {
                const bytes = new Uint8Array(readFileSync(`${folder}/${name}`));
                console.log(`${folder}/${name} ${isSecretKey(bytes) || (await isPackedSecretKey(bytes))}`);
            }
        }
        """

    @Test(.timeLimit(.minutes(40)))
    func `a secret key is recognized in every shape, by the page and by the server, and a public one is not`()
        async throws
    {
        // gpg's sockets want a short path, as ScratchGnuPG has it.
        let gnuPG = try ScratchGnuPG()
        try Data(Self.shapes.utf8).write(to: gnuPG.home.appending(path: "shapes.sh"))
        let made = try await run("bash", ["-c", "cd \"$1\" && bash shapes.sh", "bash", gnuPG.home.path])
        #expect(made.status == 0, "\(made.errors)")
        let scripts = Repository.root.appending(path: "templates/static").path
        try Data(Self.recognition.utf8).write(to: gnuPG.home.appending(path: "judge.js"))
        try Data(#"{"type": "module"}"#.utf8).write(to: gnuPG.home.appending(path: "package.json"))
        let judged = try await run(
            "bash", ["-c", "cd \"$1\" && cp \"$2\"/*-keys.js . && node judge.js", "bash", gnuPG.home.path, scripts])
        let lines = judged.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(lines.count > 60, "\(judged.errors)")
        for line in lines { #expect(line.last == String(line[0].contains("secret/")), "\(line)") }

        let venue = try Venue()
        try await venue.open()
        var secrets: [String] = []
        for reference in ["ND-0001", "ND-0002", "ND-0003", "ND-0004"] {
            secrets.append(try await venue.json(Invitation.self, "keysigning", "invite", reference).token)
        }
        let server = try await LiveServer(venue, clock: nil)
        let before = try await dumped(venue)
        // Nobody sends so many in an hour.
        for (index, line) in lines.filter({ $0[0].contains("secret/") }).enumerated() {
            let bytes = try Data(contentsOf: gnuPG.home.appending(path: line[0]))
            let answer = try await server.door.send(
                "POST", "/v1/keysigning/self/keys", bytes, token: secrets[index % secrets.count])
            let code = try (JSONSerialization.jsonObject(with: answer.body) as? [String: Any])?["code"] as? String
            // What is packed the server takes for no key at all.
            let isTold = ["secret_key", "foreign_secret_key"].contains(code)
            #expect(isTold != line[0].hasPrefix("packed/") && code != nil, "\(line[0]): \(code ?? "none")")
        }
        #expect(server.stop() == 0)
        #expect(try await dumped(venue) == before)
        withExtendedLifetime(gnuPG) {}
    }

    /// What the commands know of keys.
    private func dumped(_ venue: Venue) async throws -> String {
        try await venue.lanyard("keysigning", "show", "--json").output
    }
}
