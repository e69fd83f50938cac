using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>Which codec a type has, and the types whose codecs that one needs.</summary>
internal static class DataTypes
{
    private static readonly Dictionary<Type, Type> Plain = new()
    {
        [typeof(string)] = typeof(TextCodec),
        [typeof(int)] = typeof(Int32Codec),
        [typeof(long)] = typeof(Int64Codec),
        [typeof(Flag)] = typeof(FlagCodec),
        [typeof(GCounter)] = typeof(GCounterCodec),
        [typeof(PNCounter)] = typeof(PNCounterCodec),
        [typeof(VersionVector)] = typeof(VersionVectorCodec),
    };

    private static readonly Dictionary<Type, Type> Generic = new()
    {
        [typeof(GSet<>)] = typeof(GSetCodec<>),
        [typeof(ORSet<>)] = typeof(ORSetCodec<>),
        [typeof(ORSet<>.IDeltaOperation)] = typeof(ORSetDeltaCodec<>),
        [typeof(LWWRegister<>)] = typeof(LWWRegisterCodec<>),
        [typeof(ORDictionary<,>)] = typeof(ORDictionaryCodec<,>),
        [typeof(ORDictionary<,>.IDeltaOperation)] = typeof(ORDictionaryDeltaCodec<,>),
        [typeof(LWWDictionary<,>)] = typeof(LWWDictionaryCodec<,>),
        [typeof(LWWDictionaryDelta<,>)] = typeof(LWWDictionaryDeltaCodec<,>),
        [typeof(PNCounterDictionary<>)] = typeof(PNCounterDictionaryCodec<>),
        [typeof(PNCounterDictionaryDelta<>)] = typeof(PNCounterDictionaryDeltaCodec<>),
    };

    /// <summary>The type by which data of a type is known: for internal ones the public one above them.</summary>
    public static Type Declared(Type type)
    {
        if (typeof(VersionVector).IsAssignableFrom(type))
            return typeof(VersionVector);
        for (var t = type; t is { IsGenericType: true }; t = t.BaseType!)
        {
            var definition = t.GetGenericTypeDefinition();
            if (definition == typeof(ORSetOperation<>) || definition == typeof(ORSetDelta<>))
                return typeof(ORSet<>.IDeltaOperation).MakeGenericType(t.GetGenericArguments());
            if (definition == typeof(ORDictionaryOperation<,>) || definition == typeof(ORDictionaryDelta<,>))
                return typeof(ORDictionary<,>.IDeltaOperation).MakeGenericType(t.GetGenericArguments());
        }
        return type;
    }

    /// <summary>Null: none of its own.</summary>
    public static (Type Codec, Type[] Parts)? CodecOf(Type type)
    {
        if (Plain.TryGetValue(type, out var plain))
            return (plain, []);
        if (typeof(IKey).IsAssignableFrom(type) && DataTypeNames.Knows(type))
            return (typeof(KeyCodec<>).MakeGenericType(type), []);
        if (!type.IsGenericType || !Generic.TryGetValue(type.GetGenericTypeDefinition(), out var generic))
            return null;
        var arguments = type.GetGenericArguments();
        return (generic.MakeGenericType(arguments), PartsOf(type.GetGenericTypeDefinition(), arguments));
    }

    private static Type[] PartsOf(Type definition, Type[] arguments)
    {
        if (definition == typeof(LWWDictionary<,>))
            return [typeof(ORDictionary<,>).MakeGenericType(arguments[0], RegisterOf(arguments[1]))];
        if (definition == typeof(LWWDictionaryDelta<,>))
            return [typeof(ORDictionary<,>.IDeltaOperation).MakeGenericType(arguments[0], RegisterOf(arguments[1]))];
        if (definition == typeof(PNCounterDictionary<>))
            return [typeof(ORDictionary<,>).MakeGenericType(arguments[0], typeof(PNCounter))];
        return definition == typeof(PNCounterDictionaryDelta<>)
            ? [typeof(ORDictionary<,>.IDeltaOperation).MakeGenericType(arguments[0], typeof(PNCounter))]
            : arguments;
    }

    private static Type RegisterOf(Type value) => typeof(LWWRegister<>).MakeGenericType(value);
}
