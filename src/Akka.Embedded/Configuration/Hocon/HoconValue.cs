using System.Collections.Immutable;
using System.Globalization;

namespace Akka.Configuration.Hocon;

/// <summary>A text, an object or an array of a configuration, immutable, with all substitutions made.</summary>
public sealed class HoconValue
{
    internal static readonly HoconValue EmptyObject = new(new Dictionary<string, HoconValue>(0, StringComparer.Ordinal));

    private readonly string? _text;
    private readonly List<HoconValue>? _items;
    private readonly Dictionary<string, HoconValue>? _fields;

    internal HoconValue(string? text) => _text = text;

    internal HoconValue(List<HoconValue> items) => _items = items;

    internal HoconValue(Dictionary<string, HoconValue> fields) => _fields = fields;

    /// <summary>True for <c>null</c>.</summary>
    public bool IsEmpty => _text is null && _items is null && _fields is null;

    internal IReadOnlyDictionary<string, HoconValue> Fields =>
        _fields ?? (IReadOnlyDictionary<string, HoconValue>)ImmutableDictionary<string, HoconValue>.Empty;

    public bool IsString() => _text is not null;

    public bool IsObject() => _fields is not null;

    public bool IsArray() => _items is not null;

    /// <summary>Null for what is not a text.</summary>
    public string GetString() => _text!;

    public IList<HoconValue> GetArray() => _items ?? throw new FormatException($"{this} is not an array.");

    public IList<string> GetStringList() => GetArray().Select(i => i.GetString()).ToList();

    public bool GetBoolean() => HoconText.Boolean(_text);

    public int GetInt() => int.Parse(_text!, NumberStyles.Integer, CultureInfo.InvariantCulture);

    public long GetLong() => long.Parse(_text!, NumberStyles.Integer, CultureInfo.InvariantCulture);

    public double GetDouble() => double.Parse(_text!, NumberStyles.Float, CultureInfo.InvariantCulture);

    public TimeSpan GetTimeSpan(bool allowInfinite = true) => HoconText.Duration(_text, allowInfinite);

    public long? GetByteSize() => HoconText.ByteSize(_text);

    public override string ToString() => HoconWriter.Write(this);

    /// <summary>This over <paramref name="fallback"/>: objects merge key by key, everything else replaces.</summary>
    internal HoconValue Over(HoconValue? fallback)
    {
        if (fallback?._fields is null || _fields is null || fallback._fields.Count == 0)
            return this;
        var merged = new Dictionary<string, HoconValue>(fallback._fields, StringComparer.Ordinal);
        foreach (var (key, value) in _fields)
            merged[key] = merged.TryGetValue(key, out var below) ? value.Over(below) : value;
        return new HoconValue(merged);
    }
}
