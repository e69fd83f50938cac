using Hanzo.Network.Memory;

namespace Hanzo.Network.Adapters.Memory;

/// <summary>Which rows are meant, as a condition of SQL with its values in order. Values are texts and whole numbers.</summary>
/// <param name="parameter">What stands for the value of a number, from 1 on.</param>
/// <param name="find">The function that tells where in its first text the second stands, 0: nowhere.</param>
internal sealed class MemoryQuery(Func<int, string> parameter, string find)
{
    /// <summary>Ids in one statement.</summary>
    private const int MostIds = 500;

    private readonly List<string> _conditions = [];

    public List<object> Values { get; } = [];

    public string Where => _conditions.Count == 0 ? "1 = 1" : string.Join(" AND ", _conditions);

    /// <returns>What stands for the value.</returns>
    public string Add(object value)
    {
        Values.Add(value);
        return parameter(Values.Count);
    }

    public MemoryQuery And(string condition)
    {
        _conditions.Add(condition);
        return this;
    }

    public MemoryQuery With(MemoryFilter filter)
    {
        if (filter.Owner is { } owner) And($"owner = {Add(owner.Key)}");
        if (filter.Agent is { } agent) And($"agent = {Add(agent)}");
        if (filter.User is { } user) And($"user_name = {Add(user)}");
        if (filter.Session is { } session) And($"{find}(sessions, {Add(MemoryColumns.SessionOf(session))}) > 0");
        if (filter.Kind is { } kind) And($"kind = {Add(MemoryNames.Of(kind))}");
        if (filter.Text is { } text) And($"text = {Add(text)}");
        if (!filter.Ids.IsDefault) And($"id IN ({string.Join(", ", filter.Ids.Select(Add))})");
        return this;
    }

    /// <summary>As <see cref="MemoryReader.MaySee"/> says.</summary>
    public MemoryQuery With(MemoryReader? reader)
    {
        if (reader is null) return this;
        var shared = reader.SeesShared ? "shared = 1" : "shared = 1 AND source = 'given'";
        var own = $"shared = 0 AND user_name = {Add(MemoryColumns.UserOf(reader.User))}";
        if (reader.IsBoundToSession) own += $" AND sessions = {Add(MemoryColumns.SessionOf(reader.Session))}";
        return And($"owner = {Add(reader.Owner.Key)}").And($"(({shared}) OR ({own}))");
    }

    /// <summary>The same, in parts that each fit one statement.</summary>
    public static IEnumerable<MemoryFilter> Parts(MemoryFilter filter) => filter.Ids.IsDefault
        ? [filter]
        : filter.Ids.Chunk(MostIds).Select(ids => filter with { Ids = [.. ids] });
}
