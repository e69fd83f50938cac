using System.Buffers;

namespace Hanzo.Network.Agents;

/// <summary>An id that a caller chose for a run, so that it can ask again and never start it twice.</summary>
public static class GivenRunId
{
    public const int MaxLength = 128;

    public const string AllowedForm = "1 to 128 letters, digits, '.', '_', ':', '~' and '-'";

    /// <summary>Sets requests of callers who chose an id apart from those of the network's own.</summary>
    private const string RequestPrefix = "given:";

    /// <summary>Begins the ids of runs that other runs ask for.</summary>
    private const string ChildPrefix = "child:";

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:~-");

    /// <returns>The error for the user, or null.</returns>
    public static string? Check(string id)
    {
        if (id.Length is 0 or > MaxLength || id.AsSpan().ContainsAnyExcept(Characters))
            return $"run id '{(id.Length > MaxLength ? id[..MaxLength] : id)}' must be {AllowedForm}.";
        return RunId.TryParse(id, out _) ? $"run id '{id}' is of the form that the network gives to runs; choose another." : null;
    }

    /// <summary>The id of the run that a call of another agent begins: whoever repeats the call finds it.</summary>
    public static string OfCall(string key) => ChildPrefix + key;

    public static bool IsOfCall(string id) => id.StartsWith(ChildPrefix, StringComparison.Ordinal);

    public static bool IsValid(string id) => Check(id) is null;

    /// <summary>What the run's session knows the request by.</summary>
    public static string RequestOf(string id) => RequestPrefix + id;

    /// <summary>Null when the caller did not choose an id.</summary>
    public static string? OfRequest(string request) =>
        request.StartsWith(RequestPrefix, StringComparison.Ordinal) ? request[RequestPrefix.Length..] : null;
}
