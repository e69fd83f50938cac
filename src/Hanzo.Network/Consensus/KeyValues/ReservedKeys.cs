namespace Hanzo.Network.Consensus.KeyValues;

/// <summary>Keys that the network itself keeps: agents, revocations, the journal's choice and more. Everybody may read them.</summary>
public static class ReservedKeys
{
    public const string Prefix = "hanzo/";

    /// <summary>Of those that concern the group alone: they are not carried over when it is closed.</summary>
    public const string OfGroup = Prefix + "own/";

    /// <summary>Why a user may not change what a command would; null: it touches none of them.</summary>
    public static string? Refuse(KeyValueCommand command)
    {
        if (command is not KeyValueCommand.Transact transact) return null;
        foreach (var operation in transact.Then.OrEmpty().Concat(transact.Else.OrEmpty()))
        {
            switch (operation)
            {
                case Operation.Put { Key: var key } when IsReserved(key):
                    return $"key '{key}' begins with {Explanation}";
                case Operation.Delete { Key: var key } when IsReserved(key):
                    return $"key '{key}' begins with {Explanation}";
                case Operation.Delete { Prefix: true, Key: var key } when Prefix.StartsWith(key, StringComparison.Ordinal):
                    return $"keys that begin with '{key}' are also those that begin with {Explanation}";
            }
        }
        return null;
    }

    private const string Explanation =
        $"'{Prefix}', which is reserved for what the network itself keeps: nothing was changed. Take another prefix";

    private static bool IsReserved(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);
}
