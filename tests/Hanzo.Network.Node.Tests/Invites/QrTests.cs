using System.Text;
using Hanzo.Network.Node.Invites;

namespace Hanzo.Network.Node.Tests.Invites;

/// <summary>Needs Debian's <c>zbar-tools</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ZbarFactAttribute : FactAttribute
{
    public ZbarFactAttribute()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, QrReader.Program)))) Skip = $"needs {QrReader.Program} (zbar-tools)";
    }
}

public sealed class QrTests : IDisposable
{
    private const string Code =
        "hanzo1-d5bkja9g65530c1g60r30c1g60r30c1g60r30c1g60r30c1q000g40r40m30e209185gr38e1w8124gk2gahc5rr34d1p70x3rfwhjeasf6cvk";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hanzo-qr-");

    [ZbarFact]
    public async Task A_picture_is_read_as_what_was_written()
    {
        var file = Write("invite.png", QrPicture.Png(Code));
        (await InviteText.ReadAsync(file, TextReader.Null, CancellationToken.None)).ShouldBe((Code.ToUpperInvariant(), null));
    }

    [ZbarFact]
    public async Task The_lines_of_a_terminal_are_such_a_picture_in_either_colour()
    {
        foreach (var isDarkOnLight in new[] { true, false })
        {
            var file = Write("terminal.png", Draw([.. QrPicture.Lines(Code, isDarkOnLight)], isDarkOnLight));
            (await QrReader.ReadAsync(file, CancellationToken.None)).ShouldBe((Code.ToUpperInvariant(), null));
        }
    }

    [ZbarFact]
    public async Task A_picture_without_a_code_and_what_is_no_picture_are_told()
    {
        var blank = Write("blank.png", Draw([new string(' ', 40)], isDarkOnLight: true));
        (await QrReader.ReadAsync(blank, CancellationToken.None)).Problem.ShouldNotBeNull().ShouldContain("no QR code was found");
        var text = Write("text.png", "hello"u8.ToArray());
        (await QrReader.ReadAsync(text, CancellationToken.None)).Problem.ShouldNotBeNull().ShouldContain("text.png");
        var missing = await InviteText.ReadAsync("missing.png", TextReader.Null, CancellationToken.None);
        missing.Problem.ShouldBe("there is no file 'missing.png'.");
    }

    [Fact]
    public async Task A_code_may_come_on_standard_input()
    {
        (await ReadAsync($"\n{Code}\nmore")).ShouldBe((Code, null));
        (await ReadAsync("")).Problem.ShouldBe("standard input holds no invite.");
        (await ReadAsync(new string('x', 9000))).Problem.ShouldNotBeNull();

        static Task<(string? Text, string? Problem)> ReadAsync(string input) =>
            InviteText.ReadAsync("-", new StringReader(input), CancellationToken.None);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string name, byte[] bytes)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(file, bytes);
        return file;
    }

    /// <summary>A grey picture (PGM) with squares of eight pixels.</summary>
    private static byte[] Draw(string[] lines, bool isDarkOnLight)
    {
        const int scale = 8;
        var (width, height) = (lines[0].Length * scale, lines.Length * 2 * scale);
        var pixels = new byte[width * height];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i % width / scale, i / width / scale);
            var isBlock = lines[y / 2][x] is '█' || lines[y / 2][x] == (y % 2 == 0 ? '▀' : '▄');
            pixels[i] = isBlock == isDarkOnLight ? (byte)0 : (byte)255;
        }

        return [.. Encoding.ASCII.GetBytes($"P5 {width} {height} 255\n"), .. pixels];
    }
}
