using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Demo;
using Hanzo.Network.Node.Local;

namespace Hanzo.Network.Node.Api;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    MaxDepth = MaxDepth)]
[JsonSerializable(typeof(NetworkBody))]
[JsonSerializable(typeof(ImmutableSortedDictionary<string, PeerBody>))]
[JsonSerializable(typeof(DoctorBody))]
[JsonSerializable(typeof(AgentsBody))]
[JsonSerializable(typeof(RunRequestBody))]
[JsonSerializable(typeof(RunBody))]
[JsonSerializable(typeof(LimitsBody))]
[JsonSerializable(typeof(UsageBody))]
[JsonSerializable(typeof(AnswerBody))]
[JsonSerializable(typeof(CancelBody))]
[JsonSerializable(typeof(RunEventBody))]
[JsonSerializable(typeof(RunNoteBody))]
[JsonSerializable(typeof(DeployedBody))]
[JsonSerializable(typeof(DeploymentsBody))]
[JsonSerializable(typeof(UndeployedBody))]
[JsonSerializable(typeof(MigrationRequestBody))]
[JsonSerializable(typeof(MigrationBody))]
[JsonSerializable(typeof(PlacementBody))]
[JsonSerializable(typeof(DrainRequestBody))]
[JsonSerializable(typeof(DrainBody))]
[JsonSerializable(typeof(PartitionBody))]
[JsonSerializable(typeof(SessionsBody))]
[JsonSerializable(typeof(SessionBody))]
[JsonSerializable(typeof(MemoriesBody))]
[JsonSerializable(typeof(MemoryBody))]
[JsonSerializable(typeof(NewMemoryBody))]
[JsonSerializable(typeof(ForgottenBody))]
[JsonSerializable(typeof(StateBody))]
[JsonSerializable(typeof(ConsensusBody))]
[JsonSerializable(typeof(ConsensusKeyBody))]
[JsonSerializable(typeof(ConsensusKeysBody))]
[JsonSerializable(typeof(ConsensusChangedBody))]
[JsonSerializable(typeof(ConsensusWatchBody))]
[JsonSerializable(typeof(ConsensusTransactionBody))]
[JsonSerializable(typeof(ConsensusLeaseBody))]
[JsonSerializable(typeof(StateListBody))]
[JsonSerializable(typeof(RemovedBody))]
[JsonSerializable(typeof(CheckpointBody))]
[JsonSerializable(typeof(CheckpointsBody))]
[JsonSerializable(typeof(RestoreRequestBody))]
[JsonSerializable(typeof(RestoreBody))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(DeviceBody))]
[JsonSerializable(typeof(ComplaintBody))]
[JsonSerializable(typeof(ReadyBody))]
[JsonSerializable(typeof(SettingsBody))]
[JsonSerializable(typeof(CreatedNetworkBody))]
[JsonSerializable(typeof(NetworkKeysBody))]
[JsonSerializable(typeof(NetworksBody))]
[JsonSerializable(typeof(InviteRequestBody))]
[JsonSerializable(typeof(InviteBody))]
[JsonSerializable(typeof(RevocationRequestBody))]
[JsonSerializable(typeof(RevocationBody))]
[JsonSerializable(typeof(ShutOutListBody))]
[JsonSerializable(typeof(JoinedBody))]
[JsonSerializable(typeof(JoinedFile))]
[JsonSerializable(typeof(NodeRecord))]
[JsonSerializable(typeof(LocalContact))]
[JsonSerializable(typeof(DemoBody))]
[JsonSerializable(typeof(DemoChaosBody))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    private const int MaxDepth = 32;
}
