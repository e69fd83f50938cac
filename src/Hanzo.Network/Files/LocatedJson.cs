using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Hanzo.Network.Files;

/// <summary>A JSON value that knows where it stands, for messages to the person who wrote it.</summary>
internal sealed record LocatedJson(string File, int Line, string Path, JsonValueKind Kind)
{
    /// <summary>Bytes of a file.</summary>
    public const int MaxBytes = 1024 * 1024;

    public string Text { get; init; } = "";
    public ImmutableArray<LocatedJson> Items { get; init; } = [];
    public ImmutableArray<(string Name, LocatedJson Value)> Members { get; init; } = [];

    /// <exception cref="InvalidFileException">Not JSON, too large, or a field stands twice in one object.</exception>
    public static LocatedJson Parse(string file, ReadOnlySpan<byte> json)
    {
        if (json.Length > MaxBytes)
            throw new InvalidFileException(file, 1, "", $"the file has {json.Length} bytes; at most {MaxBytes} are allowed.");
        if (json.StartsWith(Encoding.UTF8.Preamble)) json = json[Encoding.UTF8.Preamble.Length..];
        var reader = new Utf8JsonReader(
            json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            reader.Read();
            var value = new Builder(file, json).Read(ref reader, "");
            reader.Read();
            return value;
        }
        catch (JsonException e)
        {
            throw new InvalidFileException(file, (int)(e.LineNumber ?? 0) + 1, "", $"not JSON: {Reason(e)}");
        }
        catch (InvalidOperationException)
        {
            // How the reader says that a text is no valid Unicode: broken bytes, or half of a character.
            var line = json[..(int)reader.TokenStartIndex].Count((byte)'\n') + 1;
            throw new InvalidFileException(file, line, "", "not JSON: a text is no valid Unicode.");
        }
    }

    public LocatedJson? Member(string name)
    {
        foreach (var (known, value) in Members)
            if (known == name && value.Kind != JsonValueKind.Null) return value;
        return null;
    }

    public InvalidFileException Error(string problem) => new(File, Line, Path, problem);

    private static string Reason(JsonException e)
    {
        var position = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return position > 0 ? e.Message[..position] : e.Message;
    }

    private ref struct Builder(string file, ReadOnlySpan<byte> json)
    {
        private readonly ReadOnlySpan<byte> _json = json;
        private int _counted;
        private int _line = 1;

        public LocatedJson Read(ref Utf8JsonReader reader, string path)
        {
            var value = new LocatedJson(file, LineOf((int)reader.TokenStartIndex), path, KindOf(reader.TokenType));
            return reader.TokenType switch
            {
                JsonTokenType.StartObject => value with { Members = ReadMembers(ref reader, value) },
                JsonTokenType.StartArray => value with { Items = ReadItems(ref reader, path) },
                JsonTokenType.String => value with { Text = reader.GetString()! },
                _ => value with { Text = Encoding.UTF8.GetString(reader.ValueSpan) },
            };
        }

        /// <summary>Positions only grow, so that every byte is looked at once.</summary>
        private int LineOf(int position)
        {
            _line += _json[_counted..position].Count((byte)'\n');
            _counted = position;
            return _line;
        }

        private ImmutableArray<(string, LocatedJson)> ReadMembers(ref Utf8JsonReader reader, LocatedJson parent)
        {
            var members = ImmutableArray.CreateBuilder<(string, LocatedJson)>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = reader.GetString()!;
                reader.Read();
                var value = Read(ref reader, parent.Path.Length == 0 ? name : $"{parent.Path}.{name}");
                members.Add(names.Add(name) ? (name, value) : throw value.Error("stands twice in the same object."));
            }

            return members.ToImmutable();
        }

        private ImmutableArray<LocatedJson> ReadItems(ref Utf8JsonReader reader, string path)
        {
            var items = ImmutableArray.CreateBuilder<LocatedJson>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                items.Add(Read(ref reader, string.Create(CultureInfo.InvariantCulture, $"{path}[{items.Count}]")));
            return items.ToImmutable();
        }

        private static JsonValueKind KindOf(JsonTokenType token) => token switch
        {
            JsonTokenType.StartObject => JsonValueKind.Object,
            JsonTokenType.StartArray => JsonValueKind.Array,
            JsonTokenType.String => JsonValueKind.String,
            JsonTokenType.Number => JsonValueKind.Number,
            JsonTokenType.True => JsonValueKind.True,
            JsonTokenType.False => JsonValueKind.False,
            _ => JsonValueKind.Null,
        };
    }
}
