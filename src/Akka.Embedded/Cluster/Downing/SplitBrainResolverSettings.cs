using Akka.Configuration;
using Akka.Embedded.Membership;

namespace Akka.Cluster.SBR;

/// <summary>What is read of `akka.cluster.split-brain-resolver`, checked.</summary>
internal sealed class SplitBrainResolverSettings
{
    private const string Section = "akka.cluster.split-brain-resolver";

    /// <summary>With down-all-when-unstable = on, changes may go on at least so long beyond stable-after.</summary>
    private static readonly TimeSpan ShortestUnstable = TimeSpan.FromSeconds(4);

    private readonly Config _config;

    /// <exception cref="ConfigurationException">Names the setting, its value and what is allowed.</exception>
    public SplitBrainResolverSettings(Config config)
    {
        _config = config.GetConfig(Section) ?? throw new ConfigurationException($"{Section} is missing.");
        StableAfter = Positive("stable-after");
        DownAllWhenUnstable = _config.GetString("down-all-when-unstable") switch
        {
            "off" or "false" => null,
            "on" or "true" => StableAfter * 0.75 > ShortestUnstable ? StableAfter * 0.75 : ShortestUnstable,
            _ => Positive("down-all-when-unstable"),
        };
        Strategy = ReadStrategy();
    }

    public TimeSpan StableAfter { get; }

    /// <summary>Null: off.</summary>
    public TimeSpan? DownAllWhenUnstable { get; }

    public DowningStrategy Strategy { get; }

    private DowningStrategy ReadStrategy()
    {
        var name = _config.GetString("active-strategy");
        return name switch
        {
            "keep-majority" => new KeepMajority(Role(name)),
            "keep-oldest" => new KeepOldest(Role(name), _config.GetBoolean("keep-oldest.down-if-alone")),
            "static-quorum" => new StaticQuorum(Role(name), QuorumSize()),
            "down-all" => new DownAllNodes(),
            _ => throw new ConfigurationException(
                $"{Section}.active-strategy is '{name}'; allowed: keep-majority, keep-oldest, static-quorum, down-all."),
        };
    }

    private string? Role(string strategy) => _config.GetString($"{strategy}.role", "") is { Length: > 0 } role ? role : null;

    private int QuorumSize()
    {
        var text = _config.GetString("static-quorum.quorum-size", "");
        return int.TryParse(text, out var size) && size >= 1
            ? size
            : throw new ConfigurationException($"{Section}.static-quorum.quorum-size is '{text}'; allowed: 1 and more.");
    }

    private TimeSpan Positive(string key)
    {
        var value = _config.GetTimeSpan(key, TimeSpan.Zero, allowInfinite: false);
        return value > TimeSpan.Zero ? value : throw new ConfigurationException($"{Section}.{key} is {value}; allowed: more than 0.");
    }
}
