import QRCode

extension QRMatrix {
    /// The dark modules as the path of an SVG whose unit is one module.
    func outline(from edge: Int) -> String {
        var path = ""
        for row in 0..<side {
            var column = 0
            while column < side {
                guard modules[row * side + column] == 1 else {
                    column += 1
                    continue
                }
                let start = column
                while column < side, modules[row * side + column] == 1 { column += 1 }
                path += "M\(start + edge) \(row + edge)h\(column - start)v1h-\(column - start)z"
            }
        }
        return path
    }
}
