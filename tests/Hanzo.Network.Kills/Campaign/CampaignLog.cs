using static System.FormattableString;

namespace Hanzo.Network.Kills.Campaign;

/// <summary>What happened when, in a file beside the logs of the nodes.</summary>
/// <param name="tell">Given what somebody waits for.</param>
internal sealed class CampaignLog(string path, Action<string> tell) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter _file = new(path, append: true) { AutoFlush = true };

    public void Tell(string line)
    {
        Note(line);
        tell(line);
    }

    public void Note(string line)
    {
        lock (_gate) _file.WriteLine(Invariant($"{DateTimeOffset.UtcNow:HH:mm:ss.fff} {line}"));
    }

    public void Dispose() => _file.Dispose();
}
