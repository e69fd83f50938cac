namespace Hanzo.Network.Architecture.Tests;

public sealed class HoconTests
{
    public static TheoryData<string> Profiles() =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "hocon"), "*.conf").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Every_key_says_what_it_is_for(string profile)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "hocon", profile));
        lines.Select((line, index) => (line, index))
            .Where(found => IsValue(found.line) && !HasComment(lines, found.index))
            .Select(found => $"hocon/{profile}:{found.index + 1}: {found.line.Trim()}")
            .ShouldBeEmpty();
    }

    private static bool IsValue(string line)
    {
        var code = line.Split('#')[0].Trim();
        return code.Contains('=', StringComparison.Ordinal);
    }

    // A comment on the line itself, or directly above the run of keys that it stands in.
    private static bool HasComment(string[] lines, int index)
    {
        if (lines[index].Contains('#', StringComparison.Ordinal)) return true;
        var above = index - 1;
        while (above >= 0 && IsValue(lines[above]) && !lines[above].Contains('#', StringComparison.Ordinal)) above--;
        return above >= 0 && lines[above].Contains('#', StringComparison.Ordinal);
    }
}
