using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hanzo.Network.Node.Enrolment;

/// <param name="Token">Of the invite, base 64.</param>
/// <param name="Csr">PKCS#10, DER, base 64.</param>
internal sealed record JoinRequestBody(string? Token, string? Csr, string? NodeId);

/// <param name="Csr">As in <see cref="JoinRequestBody"/>; null: only to hear what is new.</param>
internal sealed record RenewRequestBody(string? Csr);

/// <summary>What a node of the network needs to have.</summary>
/// <param name="Certificate">PEM; null: none was asked for.</param>
/// <param name="Network">What <c>network.json</c> holds; null: the node has it.</param>
/// <param name="Authority">host:port at which certificates are asked for.</param>
/// <param name="Revocations">As <see cref="Security.RevocationCodec"/> writes them.</param>
internal sealed record AdmissionBody(
    string? Certificate, JsonElement? Network, ImmutableArray<string> Authority, string Revocations);

/// <summary>An error in the form of RFC 9457; for a node that was revoked with the list that names it.</summary>
internal sealed record RefusalBody(string Type, string Title, int Status, string Detail, string Code, string? Revocations);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 4)]
[JsonSerializable(typeof(JoinRequestBody))]
[JsonSerializable(typeof(RenewRequestBody))]
[JsonSerializable(typeof(AdmissionBody))]
[JsonSerializable(typeof(RefusalBody))]
internal sealed partial class EnrolmentJson : JsonSerializerContext;
