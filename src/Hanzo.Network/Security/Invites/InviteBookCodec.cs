using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hanzo.Network.Security.Invites;

/// <summary>The invites of a network as text, for the next process of the machine.</summary>
public static class InviteBookCodec
{
    /// <summary>Of a SHA-256 in capitals.</summary>
    private const int HashLength = 64;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789ABCDEF");

    public static byte[] Write(ImmutableArray<KeptInvite> invites) => JsonSerializer.SerializeToUtf8Bytes(
        new InviteBookDto([.. invites.Select(one => new InviteDto(one.Token, one.ExpiresAt.ToUnixTimeSeconds(), one.UsedBy))]),
        InviteBookJson.Default.InviteBookDto);

    /// <returns>Null: it is no such text, or holds more than a book does.</returns>
    public static ImmutableArray<KeptInvite>? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var dto = JsonSerializer.Deserialize(json, InviteBookJson.Default.InviteBookDto);
            if (dto is not { Invites: { IsDefault: false, Length: <= InviteBook.MaxOpen + InviteBook.MaxClosed } invites }) return null;
            return invites.All(IsOne) ? [.. invites.Select(one => Of(one!))] : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static bool IsOne(InviteDto? invite) =>
        invite is not null && IsHash(invite.Token) && (invite.UsedBy is null || IsHash(invite.UsedBy));

    private static bool IsHash(string? text) => text is { Length: HashLength } && !text.AsSpan().ContainsAnyExcept(Hex);

    private static KeptInvite Of(InviteDto invite) =>
        new(invite.Token!, DateTimeOffset.FromUnixTimeSeconds(invite.Expires), invite.UsedBy);
}

internal sealed record InviteBookDto(ImmutableArray<InviteDto?> Invites);

/// <param name="Expires">Unix seconds.</param>
internal sealed record InviteDto(string? Token, long Expires, string? UsedBy);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 4)]
[JsonSerializable(typeof(InviteBookDto))]
internal sealed partial class InviteBookJson : JsonSerializerContext;
