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

    public static string Write(IEnumerable<Whereabouts> found) => string.Join(' ', found.Select(a => $"{a.Id}|{a.Node}|{a.Incarnation}"));

    public static Whereabouts[] Read(string text) =>
    [
        .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Split('|'))
            .Select(parts => new Whereabouts(parts[0], parts[1], parts[2])),
    ];
}
