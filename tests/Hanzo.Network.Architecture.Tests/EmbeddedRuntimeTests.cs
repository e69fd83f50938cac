using System.Text.RegularExpressions;

namespace Hanzo.Network.Architecture.Tests;

/// <summary>The rooms of the embedded runtime depend one way, as docs/ARCHITECTURE.md says.</summary>
public sealed class EmbeddedRuntimeTests
{
    private const string Root = "src/Akka.Embedded";

    // Upwards: a room knows itself and those before it. Sharding, replicated data and persistence know nothing of each other.
    private static readonly string[][] Storeys =
        [["Runtime", "Configuration", "Event", "Serialization", "Actor"], ["Remote"], ["Cluster"],
            ["Tools", "Sharding", "DistributedData", "Persistence", "Discovery"], ["Hosting"]];

    public static TheoryData<string> Rooms => [.. Storeys.SelectMany(storey => storey)];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_knows_only_the_rooms_below(string room)
    {
        var storey = Array.FindIndex(Storeys, rooms => rooms.Contains(room));
        var known = Storeys.Take(storey).SelectMany(rooms => rooms).Concat(storey == 0 ? Storeys[0] : [room]).ToArray();
        var unknown = Storeys.SelectMany(rooms => rooms).Except(known).SelectMany(Namespaces)
            .Except(known.SelectMany(Namespaces)).ToHashSet();

        Repository.Sources($"{Root}/{room}")
            .SelectMany(file => file.Lines.Select(line => (file.Path, Used: Used(line))))
            .Where(found => unknown.Contains(found.Used))
            .Select(found => $"{found.Path} uses {found.Used}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_folder_is_a_room() =>
        Directory.EnumerateDirectories(Path.Combine(Repository.Root, Root)).Select(Path.GetFileName)
            .Where(folder => folder is not ("bin" or "obj")).Order(StringComparer.Ordinal)
            .ShouldBe(Storeys.SelectMany(storey => storey).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Namespaces(string room) =>
        Repository.Sources($"{Root}/{room}").SelectMany(file => file.Lines)
            .Select(line => Regex.Match(line, @"^namespace ([\w.]+);").Groups[1].Value)
            .Where(name => name.Length > 0).Distinct();

    private static string Used(string line) => Regex.Match(line, @"^using (?:static )?(?:\w+ = )?([\w.]+);").Groups[1].Value;
}
