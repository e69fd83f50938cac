using System.Text.RegularExpressions;

namespace Hanzo.Network.Architecture.Tests;

public sealed partial class StyleTests
{
    private const int MaxFileLines = 400;
    private const int MaxMethodLines = 70;
    private const int MaxLineLength = 140;

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void Files_stay_small(string folder) =>
        Repository.Sources(folder)
            .Where(file => file.Lines.Length > MaxFileLines)
            .Select(file => $"{file.Path}: {file.Lines.Length} lines, at most {MaxFileLines}")
            .ShouldBeEmpty();

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void Lines_fit_a_screen(string folder) =>
        Repository.Sources(folder)
            .SelectMany(file => file.Lines.Select((line, index) => (file.Path, line, index)))
            .Where(found => found.line.Length > MaxLineLength)
            .Select(found => $"{found.Path}:{found.index + 1}: {found.line.Length} characters, at most {MaxLineLength}")
            .ShouldBeEmpty();

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void Methods_fit_a_screen(string folder) =>
        Repository.Sources(folder)
            .SelectMany(LongBodies)
            .ShouldBeEmpty();

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void No_work_is_left_as_a_marker(string folder) =>
        Repository.Sources(folder)
            .SelectMany(file => file.Lines.Select((line, index) => (file.Path, line, index)))
            .Where(found => LeftoverMarker().IsMatch(found.line))
            .Select(found => $"{found.Path}:{found.index + 1}: {found.line.Trim()}")
            .ShouldBeEmpty();

    [Fact]
    public void A_long_body_is_seen()
    {
        string[] lines = ["class C", "{", "    void M()", "    {", .. Enumerable.Repeat("        x();", MaxMethodLines + 1), "    }", "}"];

        LongBodies(new SourceFile("C.cs", lines)).ShouldHaveSingleItem().ShouldContain("C.cs:3");
    }

    private static IEnumerable<string> LongBodies(SourceFile file)
    {
        for (var start = 1; start < file.Lines.Length; start++)
        {
            var open = file.Lines[start];
            if (open.Trim() != "{" || open.Length < 5 || TypeDeclaration().IsMatch(file.Lines[start - 1])) continue;
            var close = string.Concat(open.AsSpan(0, open.Length - 1), "}");
            var end = Array.FindIndex(file.Lines, start, line => line.StartsWith(close, StringComparison.Ordinal));
            if (end - start - 1 > MaxMethodLines)
                yield return $"{file.Path}:{start}: a body of {end - start - 1} lines, at most {MaxMethodLines}";
        }
    }

    [GeneratedRegex(@"\b(class|struct|record|interface|enum|namespace)\b")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"//.*\b([T]ODO|[F]IXME|[H]ACK|[X]XX)\b|[N]otImplementedException")]
    private static partial Regex LeftoverMarker();
}
