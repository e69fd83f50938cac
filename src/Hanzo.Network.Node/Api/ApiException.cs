namespace Hanzo.Network.Node.Api;

/// <summary>A request that HTTP refuses before the network sees it.</summary>
/// <param name="field">The field of the request that is wrong, if one is.</param>
internal sealed class ApiException(int status, string code, string detail, string? field = null) : Exception(detail)
{
    public int Status { get; } = status;
    public string Code { get; } = code;
    public string? Field { get; } = field;

    public static ApiException BadField(string field, string code, string detail) =>
        new(StatusCodes.Status400BadRequest, code, detail, field);
}
