using System.Globalization;
using Hanzo.Network.Benchmarks.Messages;

namespace Hanzo.Network.Benchmarks.Processes.Roles;

/// <summary>What parent and <see cref="Owner"/> say to each other: a word, its answer, and lists separated by blanks.</summary>
internal static class OwnerCommands
{
    public const string Up = "up";
    public const string Gather = "gather";
    public const string Gathered = "gathered";

    /// <summary>With the node to be avoided (any word for none) and ids.</summary>
    public const string Locate = "locate";
    public const string Located = "located";

    /// <summary>With milliseconds and ids.</summary>
    public const string Probe = "probe";
    public const string Probed = "probed";
    public const string Alive = "alive";
    public const string Living = "living";

    public static (string First, string[] Others) Split(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (words[0], words[1..]);
    }

    public static string Write(IEnumerable<Whereabouts> found) => string.Join(' ', found.Select(Word));

    public static Whereabouts[] Read(string text) => [.. Words(text).Select(Parse)];

    public static string WriteSightings(IEnumerable<Sighting> sightings) =>
        string.Join(' ', sightings.Select(seen => string.Create(
            CultureInfo.InvariantCulture, $"{Word(seen.Entity)}|{seen.Last.TotalMilliseconds:0}")));

    public static Sighting[] ReadSightings(string text) =>
    [
        .. Words(text).Select(parts => new Sighting(
            Parse(parts), TimeSpan.FromMilliseconds(int.Parse(parts[3], CultureInfo.InvariantCulture)))),
    ];

    private static string Word(Whereabouts entity) => $"{entity.Id}|{entity.Node}|{entity.Incarnation}";

    private static IEnumerable<string[]> Words(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Split('|'));

    private static Whereabouts Parse(string[] parts) => new(parts[0], parts[1], parts[2]);
}

/// <summary>An instance that answered, and when it did so last, from the beginning of the probe.</summary>
internal sealed record Sighting(Whereabouts Entity, TimeSpan Last);
