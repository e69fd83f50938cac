using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>
/// Makes substitutions and merges repeated keys. A substitution sees the whole text, except that within its own key it sees the
/// value that the key had before; what the text does not have is looked for among the environment variables.
/// </summary>
internal sealed class HoconResolver
{
    /// <summary>How many substitutions may lead to each other before one is taken for a circle.</summary>
    private const int MaxChain = 50;

    /// <summary>Look-ups in one text; substitutions of substitutions may double with each line.</summary>
    private const int MaxLookUps = 100_000;

    private readonly RawObject _root;
    private readonly Dictionary<string, HoconValue?> _before = new(StringComparer.Ordinal);

    private int _chain;
    private int _lookUps;

    private HoconResolver(RawObject root) => _root = root;

    /// <exception cref="ConfigurationException">A substitution without <c>?</c> finds nothing, or values do not join.</exception>
    public static HoconValue Resolve(RawObject root) => new HoconResolver(root).Object(root, "", null);

    private HoconValue Object(RawObject raw, string path, HoconValue? before)
    {
        var fields = new Dictionary<string, HoconValue>(StringComparer.Ordinal);
        foreach (var field in raw.Fields)
        {
            var earlier = fields.GetValueOrDefault(field.Key) ?? before?.Fields.GetValueOrDefault(field.Key);
            var value = Value(field.Value, Join(path, field.Key), earlier);
            if (value is not null)
                fields[field.Key] = value.Over(fields.GetValueOrDefault(field.Key));
        }
        return new HoconValue(fields);
    }

    /// <param name="before">What the key had before this value.</param>
    /// <returns>Null for an optional substitution that found nothing.</returns>
    private HoconValue? Value(RawValue raw, string path, HoconValue? before)
    {
        switch (raw)
        {
            case RawText text:
                return new HoconValue(text.Text);
            case RawObject obj:
                return Object(obj, path, before);
            case RawArray array:
                return new HoconValue(array.Items.Select(i => Value(i, path, before)).OfType<HoconValue>().ToList());
            case RawResolved resolved:
                return resolved.Value;
            case RawSelf:
                return before;
            case RawSubstitution substitution:
                return Within(path, before, () => Substitute(substitution));
            case RawConcatenation concatenation:
                return Within(path, before, () => Concatenate(concatenation, path, before));
            default:
                throw new NotSupportedException($"Unknown value {raw.GetType()}.");
        }
    }

    private HoconValue? Within(string path, HoconValue? before, Func<HoconValue?> evaluate)
    {
        var nested = !_before.TryAdd(path, before);
        try
        {
            return evaluate();
        }
        finally
        {
            if (!nested)
                _before.Remove(path);
        }
    }

    private HoconValue? Substitute(RawSubstitution substitution)
    {
        var path = string.Join('\n', substitution.Path);
        var found = _before.TryGetValue(path, out var own) ? own : LookUp(substitution.Path, substitution.Line);
        if (found is null && Environment.GetEnvironmentVariable(string.Join('.', substitution.Path)) is { } variable)
            found = new HoconValue(variable);
        if (found is null && !substitution.IsOptional)
            throw new ConfigurationException(
                $"Line {substitution.Line} of the configuration: Unresolved substitution: ${{{string.Join('.', substitution.Path)}}}.");
        return found;
    }

    private HoconValue? Concatenate(RawConcatenation concatenation, string path, HoconValue? before)
    {
        var text = new StringBuilder();
        HoconValue? joined = null;
        foreach (var part in concatenation.Parts)
        {
            if (part is RawText { IsQuoted: false, Text: { } blanks } && string.IsNullOrWhiteSpace(blanks) && text.Length == 0)
                continue;
            var value = Value(part, path, joined is { } known && known.IsObject() ? known : before);
            if (value is null)
                continue;
            if (value.IsString() || value.IsEmpty)
                text.Append(value.GetString() ?? "null");
            else
                joined = Join(joined, value, concatenation.Line);
        }
        if (joined is not null && text.ToString().AsSpan().Trim().Length > 0)
            throw new ConfigurationException(
                $"Line {concatenation.Line} of the configuration: '{text.ToString().Trim()}' cannot be joined with an object or an array.");
        return joined ?? (text.Length > 0 ? new HoconValue(text.ToString()) : AllTexts(concatenation) ? new HoconValue("") : null);
    }

    private static bool AllTexts(RawConcatenation concatenation) => concatenation.Parts.Any(p => p is RawText { IsQuoted: true });

    private static HoconValue Join(HoconValue? first, HoconValue second, int line)
    {
        if (first is null)
            return second;
        if (first.IsObject() && second.IsObject())
            return second.Over(first);
        return first.IsArray() && second.IsArray()
            ? new HoconValue([.. first.GetArray(), .. second.GetArray()])
            : throw new ConfigurationException($"Line {line} of the configuration: an object and an array cannot be joined.");
    }

    /// <summary>The final value at a path. Only what lies on the way is evaluated, so that siblings may refer to each other.</summary>
    private HoconValue? LookUp(IReadOnlyList<string> path, int line)
    {
        if (++_lookUps > MaxLookUps || ++_chain > MaxChain)
            throw new ConfigurationException(
                $"Line {line} of the configuration: the substitution {string.Join('.', path)} leads in a circle or too far.");
        var found = Find(path);
        _chain--;
        return found;
    }

    private HoconValue? Find(IReadOnlyList<string> path)
    {
        IReadOnlyList<RawValue> candidates = [_root];
        var at = "";
        foreach (var key in path)
        {
            candidates = Narrow(candidates, key, at);
            at = Join(at, key);
        }
        HoconValue? result = null;
        foreach (var candidate in candidates)
        {
            var value = Value(candidate, at, result);
            result = value is null ? result : value.Over(result);
        }
        return result;
    }

    private List<RawValue> Narrow(IReadOnlyList<RawValue> candidates, string key, string at)
    {
        var narrowed = new List<RawValue>();
        foreach (var candidate in candidates)
        {
            switch (candidate)
            {
                case RawObject obj:
                    narrowed.AddRange(obj.Fields.Where(f => f.Key == key).Select(f => f.Value));
                    break;
                case RawConcatenation concatenation:
                    narrowed.AddRange(Narrow(concatenation.Parts, key, at));
                    break;
                case RawSubstitution substitution when !_before.ContainsKey(Join(at, key)):
                    if (Within(at, null, () => LookUp([.. substitution.Path, key], substitution.Line)) is { } found)
                        narrowed.Add(new RawResolved(found));
                    break;
                case RawText { IsQuoted: false, Text: { } blanks } when string.IsNullOrWhiteSpace(blanks):
                    break;
                default:
                    narrowed.Clear();
                    break;
            }
        }
        return narrowed;
    }

    private static string Join(string path, string key) => path.Length == 0 ? key : path + '\n' + key;
}
