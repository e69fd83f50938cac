using System.Text;
using QRCoder;

namespace Hanzo.Network.Node.Invites;

/// <summary>A code as a picture that a camera reads.</summary>
internal static class QrPicture
{
    private const int PixelsOfModule = 8;

    public static byte[] Png(string code)
    {
        using var data = Encode(code);
        using var picture = new PngByteQRCode(data);
        return picture.GetGraphic(PixelsOfModule);
    }

    /// <summary>Two rows of the picture in each line, light ones as blocks: right on a dark ground, as most terminals have.</summary>
    /// <param name="isDarkOnLight">Dark ones are the blocks, for who paints the ground light.</param>
    public static IEnumerable<string> Lines(string code, bool isDarkOnLight)
    {
        using var data = Encode(code);
        var rows = data.ModuleMatrix;
        for (var y = 0; y < rows.Count; y += 2)
        {
            var line = new StringBuilder(rows.Count);
            for (var x = 0; x < rows.Count; x++)
            {
                var top = rows[y][x] == isDarkOnLight;
                // Below the last row is the ground.
                var bottom = y + 1 < rows.Count ? rows[y + 1][x] == isDarkOnLight : !isDarkOnLight;
                line.Append((top, bottom) switch { (true, true) => '█', (true, false) => '▀', (false, true) => '▄', _ => ' ' });
            }
            yield return line.ToString();
        }
    }

    // Capitals make smaller pictures, and codes may be read in any case.
    private static QRCodeData Encode(string code)
    {
        using var generator = new QRCodeGenerator();
        return generator.CreateQrCode(code.ToUpperInvariant(), QRCodeGenerator.ECCLevel.L);
    }
}
