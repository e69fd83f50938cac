using System.Diagnostics.CodeAnalysis;
using System.Text;
using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>An immutable tree of settings read from HOCON. Paths have dots; an element with a dot of its own is quoted.</summary>
public class Config
{
    public static readonly Config Empty = new();

    private readonly HoconValue _own;

    public Config() : this(HoconValue.EmptyObject)
    {
    }

    internal Config(HoconValue root) : this(root, root)
    {
    }

    private Config(HoconValue root, HoconValue own)
    {
        Root = root;
        _own = own;
    }

    /// <summary>This with its fallbacks.</summary>
    public HoconValue Root { get; }

    public virtual bool IsEmpty => Root.Fields.Count == 0;

    public virtual bool HasPath(string path) => Find(path) is not null;

    /// <summary>Null when there is none.</summary>
    public HoconValue GetValue(string path) => Find(path)!;

    [return: NotNullIfNotNull(nameof(@default))]
    public virtual string? GetString(string path, string? @default = null) => Find(path) is { } value ? value.GetString()! : @default;

    public virtual bool GetBoolean(string path, bool @default = false) => Read(path, @default, v => v.GetBoolean());

    public virtual int GetInt(string path, int @default = 0) => Read(path, @default, v => v.GetInt());

    public virtual long GetLong(string path, long @default = 0) => Read(path, @default, v => v.GetLong());

    public virtual double GetDouble(string path, double @default = 0) => Read(path, @default, v => v.GetDouble());

    /// <summary>Bytes: <c>128k</c>, <c>1 MiB</c>, <c>5 MB</c>.</summary>
    public virtual long? GetByteSize(string path) => GetByteSize(path, null);

    public virtual long? GetByteSize(string path, long? def = null) => Read(path, def, v => v.GetByteSize());

    /// <summary><c>10s</c>, <c>1.5 minutes</c>; a bare number is milliseconds; <c>infinite</c> is Timeout.InfiniteTimeSpan.</summary>
    public virtual TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true) =>
        Read(path, @default.GetValueOrDefault(), v => v.GetTimeSpan(allowInfinite));

    /// <summary>Empty when there is none.</summary>
    public virtual IList<string> GetStringList(string path) => Read<IList<string>>(path, [], v => v.GetStringList());

    public virtual IList<string> GetStringList(string path, string[] defaultPaths) =>
        Read<IList<string>>(path, defaultPaths, v => v.GetStringList());

    public virtual IList<int> GetIntList(string path) => Read<IList<int>>(path, [], v => v.GetArray().Select(i => i.GetInt()).ToList());

    /// <summary>The section at <paramref name="path"/>; null when there is none.</summary>
    public virtual Config GetConfig(string path) => Find(path) is { } value && value.IsObject() ? new Config(value) : null!;

    /// <summary>This, and for what it does not have <paramref name="fallback"/>.</summary>
    public virtual Config WithFallback(Config fallback)
    {
        if (ReferenceEquals(fallback, this))
            throw new ArgumentException("Config can not have itself as fallback", nameof(fallback));
        return fallback is null || fallback.IsEmpty ? this : new Config(Root.Over(fallback.Root), _own);
    }

    public virtual IEnumerable<KeyValuePair<string, HoconValue>> AsEnumerable() => Root.Fields;

    public override string ToString() => ToString(includeFallback: true);

    public string ToString(bool includeFallback)
    {
        var output = new StringBuilder();
        HoconWriter.WriteFields(output, includeFallback ? Root : _own, 0);
        return output.ToString();
    }

    public static implicit operator Config(string str) => ConfigurationFactory.ParseString(str);

    public static Config operator +(Config config, string fallback) => config.WithFallback(ConfigurationFactory.ParseString(fallback));

    public static Config operator +(string configHocon, Config fallbackConfig) =>
        ConfigurationFactory.ParseString(configHocon).WithFallback(fallbackConfig);

    private HoconValue? Find(string path)
    {
        var value = Root;
        foreach (var key in HoconText.Path(path))
        {
            if (!value.Fields.TryGetValue(key, out var next))
                return null;
            value = next;
        }
        return value.IsEmpty ? null : value;
    }

    private T Read<T>(string path, T @default, Func<HoconValue, T> read)
    {
        if (Find(path) is not { } value)
            return @default;
        try
        {
            return read(value);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentNullException)
        {
            throw new FormatException($"'{path}' = {value}: {e.Message}", e);
        }
    }
}

public static class ConfigExtensions
{
    public static bool IsNullOrEmpty([NotNullWhen(false)] this Config? config) => config is null || config.IsEmpty;

    /// <summary>As WithFallback, where either may be null or the same.</summary>
    public static Config SafeWithFallback(this Config? config, Config? fallback)
    {
        if (config is null || config.IsEmpty)
            return fallback ?? Config.Empty;
        return fallback is null || ReferenceEquals(config, fallback) ? config : config.WithFallback(fallback);
    }
}
