using System.Runtime.Serialization;
using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>
/// Short names of the types of replicated data, which are the manifests: <c>ld(s,l)</c> is <c>LWWDictionary&lt;string, long&gt;</c>,
/// <c>ld+(s,l)</c> a change of it, <c>ldk(s,l)</c> its key. A name is never given another meaning. Other types are
/// <c>'Namespace.Type, Assembly'</c>.
/// </summary>
internal static class DataTypeNames
{
    public const int MaxLength = 512;
    private const int MaxDepth = 4;

    private static readonly Dictionary<string, Type> Types = new(StringComparer.Ordinal)
    {
        ["s"] = typeof(string),
        ["i"] = typeof(int),
        ["l"] = typeof(long),
        ["f"] = typeof(Flag),
        ["gc"] = typeof(GCounter),
        ["pc"] = typeof(PNCounter),
        ["vv"] = typeof(VersionVector),
        ["gs"] = typeof(GSet<>),
        ["os"] = typeof(ORSet<>),
        ["os+"] = typeof(ORSet<>.IDeltaOperation),
        ["lr"] = typeof(LWWRegister<>),
        ["od"] = typeof(ORDictionary<,>),
        ["od+"] = typeof(ORDictionary<,>.IDeltaOperation),
        ["ld"] = typeof(LWWDictionary<,>),
        ["ld+"] = typeof(LWWDictionaryDelta<,>),
        ["pd"] = typeof(PNCounterDictionary<>),
        ["pd+"] = typeof(PNCounterDictionaryDelta<>),
        ["fk"] = typeof(FlagKey),
        ["gck"] = typeof(GCounterKey),
        ["pck"] = typeof(PNCounterKey),
        ["gsk"] = typeof(GSetKey<>),
        ["osk"] = typeof(ORSetKey<>),
        ["lrk"] = typeof(LWWRegisterKey<>),
        ["odk"] = typeof(ORDictionaryKey<,>),
        ["ldk"] = typeof(LWWDictionaryKey<,>),
        ["pdk"] = typeof(PNCounterDictionaryKey<>),
    };

    private static readonly Dictionary<Type, string> Names = Types.ToDictionary(entry => entry.Value, entry => entry.Key);

    public static bool Knows(Type type) => Names.ContainsKey(type.IsGenericType ? type.GetGenericTypeDefinition() : type);

    public static string NameOf(Type type)
    {
        if (!Knows(type))
            return $"'{type.FullName}, {type.Assembly.GetName().Name}'";
        return type.IsGenericType
            ? $"{Names[type.GetGenericTypeDefinition()]}({string.Join(",", type.GetGenericArguments().Select(NameOf))})"
            : Names[type];
    }

    /// <param name="other">Resolves a name in quotes.</param>
    /// <exception cref="SerializationException">The text is no such name, or names a type that is not here.</exception>
    public static Type Parse(string name, Func<string, Type?> other)
    {
        var rest = name.AsSpan();
        try
        {
            var type = Next(ref rest, MaxDepth);
            return rest.IsEmpty && typeof(IReplicatedDataSerialization).IsAssignableFrom(type) && Knows(type) ? type : throw Unknown(name);
        }
        catch (ArgumentException e)
        {
            throw new SerializationException($"'{name}' names a type that cannot be: {e.Message}", e);
        }

        Type Next(ref ReadOnlySpan<char> text, int depth)
        {
            if (depth == 0)
                throw Unknown(name);
            if (text.StartsWith('\''))
                return Other(ref text);
            var end = text.IndexOfAny("(),");
            var word = (end < 0 ? text : text[..end]).ToString();
            text = text[word.Length..];
            if (!Types.TryGetValue(word, out var type))
                throw Unknown(name);
            return type.IsGenericTypeDefinition
                ? type.MakeGenericType(Arguments(ref text, type.GetGenericArguments().Length, depth))
                : type;
        }

        Type[] Arguments(ref ReadOnlySpan<char> text, int count, int depth)
        {
            var arguments = new Type[count];
            for (var i = 0; i < count; i++)
            {
                Skip(ref text, i == 0 ? '(' : ',');
                arguments[i] = Next(ref text, depth - 1);
            }
            Skip(ref text, ')');
            return arguments;
        }

        Type Other(ref ReadOnlySpan<char> text)
        {
            var length = text[1..].IndexOf('\'');
            if (length < 0)
                throw Unknown(name);
            var found = other(text.Slice(1, length).ToString());
            text = text[(length + 2)..];
            return found ?? throw Unknown(name);
        }

        void Skip(ref ReadOnlySpan<char> text, char expected)
        {
            if (!text.StartsWith(expected))
                throw Unknown(name);
            text = text[1..];
        }
    }

    private static SerializationException Unknown(string name) => new($"'{name}' is no type of replicated data that this node knows.");
}
