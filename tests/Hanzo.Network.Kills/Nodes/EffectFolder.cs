using System.Collections.Immutable;
using System.Globalization;

namespace Hanzo.Network.Kills.Nodes;

/// <summary>An effect that a call of a tool had on the world outside.</summary>
/// <param name="Key">The call's idempotency key.</param>
internal sealed record EffectCall(string Key, string Tool);

/// <summary>
/// Where tools of all nodes leave what they have done: one file for each time that a call took effect, made in one step, so that it
/// is there or not whenever its process is killed.
/// </summary>
internal sealed class EffectFolder(string path)
{
    private const int MaxTimes = 100;

    public string Path { get; } = path;

    /// <summary>Notes that a call took effect once more.</summary>
    /// <exception cref="InvalidOperationException">It did so far too often.</exception>
    public void Add(EffectCall call)
    {
        for (var time = 1; time <= MaxTimes; time++)
            if (TryMake(FileOf(call, time))) return;
        throw new InvalidOperationException($"'{call.Tool}' took effect more than {MaxTimes} times: {call.Key}");
    }

    /// <summary>Whether any tool was called with this key and took effect.</summary>
    public bool Has(string key) => Directory.EnumerateFiles(Path, $"{key}.*").Any();

    /// <summary>How often each call took effect.</summary>
    public ImmutableDictionary<EffectCall, int> ReadAll() => Directory.EnumerateFiles(Path)
        .Select(file => CallOf(System.IO.Path.GetFileName(file))).CountBy(call => call).ToImmutableDictionary();

    private static bool TryMake(string file)
    {
        try
        {
            new FileStream(file, FileMode.CreateNew).Dispose();
            return true;
        }
        catch (IOException) when (File.Exists(file))
        {
            return false;
        }
    }

    private string FileOf(EffectCall call, int time) =>
        System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"{call.Key}.{call.Tool}.{time}"));

    /// <summary>Names end in tool and number; keys may have dots themselves.</summary>
    private static EffectCall CallOf(string name)
    {
        var parts = name.Split('.');
        return new EffectCall(string.Join('.', parts[..^2]), parts[^2]);
    }
}
