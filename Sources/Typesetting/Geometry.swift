internal import Foundation

/// A width and a height in points (1/72 inch).
package struct Size: Sendable, Hashable {
    package var width: Double
    package var height: Double

    package init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    /// Inches, as American paper is named.
    package static func inches(_ width: Double, _ height: Double) -> Size {
        Size(width: width * 72, height: height * 72)
    }

    /// Millimetres, as other paper is named.
    package static func millimeters(_ width: Double, _ height: Double) -> Size {
        Size(width: width * 72 / 25.4, height: height * 72 / 25.4)
    }
}

/// A place in points, the origin at the top left, y downwards.
package struct Point: Sendable, Hashable {
    package var x: Double
    package var y: Double

    package init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

/// An upright rectangle in points.
package struct Rect: Sendable, Hashable {
    package var origin: Point
    package var size: Size

    package init(x: Double, y: Double, width: Double, height: Double) {
        origin = Point(x: x, y: y)
        size = Size(width: width, height: height)
    }

    package init(_ size: Size) {
        self.init(x: 0, y: 0, width: size.width, height: size.height)
    }

    package var minX: Double { origin.x }
    package var minY: Double { origin.y }
    package var maxX: Double { origin.x + size.width }
    package var maxY: Double { origin.y + size.height }
    package var midX: Double { origin.x + size.width / 2 }
    package var midY: Double { origin.y + size.height / 2 }

    /// The largest square that fits, in the middle.
    package var centeredSquare: Rect {
        let side = min(size.width, size.height)
        return Rect(x: midX - side / 2, y: midY - side / 2, width: side, height: side)
    }

    /// The same rectangle, smaller by this much on every side.
    package func inset(by margin: Double) -> Rect {
        Rect(
            x: minX + margin, y: minY + margin, width: size.width - 2 * margin, height: size.height - 2 * margin)
    }
}

/// An affine map of the plane: x′ = a·x + c·y + tx, y′ = b·x + d·y + ty, the order of SVG's `matrix()`.
package struct Transform: Sendable, Hashable {
    package var a: Double
    package var b: Double
    package var c: Double
    package var d: Double
    package var tx: Double
    package var ty: Double

    package init(a: Double, b: Double, c: Double, d: Double, tx: Double, ty: Double) {
        self.a = a
        self.b = b
        self.c = c
        self.d = d
        self.tx = tx
        self.ty = ty
    }

    package static let identity = Transform(a: 1, b: 0, c: 0, d: 1, tx: 0, ty: 0)

    package static func translation(_ x: Double, _ y: Double) -> Transform {
        Transform(a: 1, b: 0, c: 0, d: 1, tx: x, ty: y)
    }

    package static func scale(_ x: Double, _ y: Double) -> Transform {
        Transform(a: x, b: 0, c: 0, d: y, tx: 0, ty: 0)
    }

    /// Clockwise on paper, as y runs downwards. Quarter turns are exact.
    package static func rotation(degrees: Double) -> Transform {
        let (sine, cosine) =
            switch degrees.truncatingRemainder(dividingBy: 360) {
            case 0: (0.0, 1.0)
            case 90, -270: (1.0, 0.0)
            case 180, -180: (0.0, -1.0)
            case 270, -90: (-1.0, 0.0)
            default: (sin(degrees * .pi / 180), cos(degrees * .pi / 180))
            }
        return Transform(a: cosine, b: sine, c: -sine, d: cosine, tx: 0, ty: 0)
    }

    /// This map after `inner`: from `inner`'s coordinates to this map's.
    package func callAsFunction(_ inner: Transform) -> Transform {
        Transform(
            a: a * inner.a + c * inner.b, b: b * inner.a + d * inner.b,
            c: a * inner.c + c * inner.d, d: b * inner.c + d * inner.d,
            tx: a * inner.tx + c * inner.ty + tx, ty: b * inner.tx + d * inner.ty + ty)
    }

    package func callAsFunction(_ point: Point) -> Point {
        Point(x: a * point.x + c * point.y + tx, y: b * point.x + d * point.y + ty)
    }
}
