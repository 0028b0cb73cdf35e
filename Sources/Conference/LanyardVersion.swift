/// The version of this program (semver.org), in the one place where it stands.
package enum LanyardVersion {
    package static let current = "0.2.0"
}
